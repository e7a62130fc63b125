/**
 * `v=DKIM1; k=rsa; p=...` by tag (RFC 6376 section 3.2), or null where it is no such list: a tag
 * twice, or something that is no tag. White space around names and values does not count.
 */
export function readTagList(text: string): ReadonlyMap<string, string> | null {
  const tags = new Map<string, string>();
  const parts = text.split(';');
  // one semicolon may stand at the end
  if (parts.at(-1)?.trim() === '') parts.pop();
  for (const part of parts) {
    const [, name, value] = /^\s*([A-Za-z][A-Za-z0-9_]*)\s*=([^]*)$/.exec(part) ?? [];
    if (name === undefined || value === undefined || tags.has(name)) return null;
    tags.set(name, value.trim());
  }
  return tags;
}
