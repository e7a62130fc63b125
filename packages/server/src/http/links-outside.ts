/**
 * The message with every link leading to a window of its own. The first `base` with a target is the
 * one that counts, and a target of the link's own would come before it.
 */
export function withLinksOutside(html: string): string {
  const base = '<base target="_blank">';
  const free = html.replace(
    /(<(?:a|area)(?=\s)[^<>]*?)\starget\s*=\s*(?:"[^"]*"|'[^']*'|[^\s<>]+)/gi,
    '$1',
  );
  if (/<head(?:\s[^<>]*)?>/i.test(free)) {
    return free.replace(/<head(?:\s[^<>]*)?>/i, (head) => head + base);
  }
  const doctype = /^\s*<!doctype[^>]*>/i.exec(free)?.[0] ?? '';
  return doctype + base + free.slice(doctype.length);
}
