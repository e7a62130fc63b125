const MOST_BLOCKS = 60;
const LONGEST = 100_000;

/** Fields by name in lower case; of one that occurs twice, the first. */
export type Fields = ReadonlyMap<string, string>;

/**
 * Reads the blocks of a report: fields as in a header (RFC 822 folding), blocks apart by blank lines
 * (RFC 3464 section 2.1). What is no field is left out.
 */
export function fieldBlocks(content: string): readonly Fields[] {
  const blocks: Map<string, string>[] = [new Map()];
  let last: string | null = null;
  for (const line of content.slice(0, LONGEST).split(/\r\n|\r|\n/)) {
    const block = blocks.at(-1) ?? new Map<string, string>();
    if (line.trim() === '') {
      if (block.size > 0 && blocks.length < MOST_BLOCKS) blocks.push(new Map());
      last = null;
    } else if (/^[ \t]/.test(line)) {
      if (last !== null) block.set(last, `${block.get(last) ?? ''} ${line.trim()}`.slice(0, 4000));
    } else {
      const colon = line.indexOf(':');
      const name = colon > 0 && colon < 80 ? line.slice(0, colon).trim().toLowerCase() : '';
      last = /^[!-9;-~]+$/.test(name) && !block.has(name) ? name : null;
      if (last !== null) block.set(last, line.slice(colon + 1).trim());
    }
  }
  return blocks.filter((block) => block.size > 0);
}

/** "rfc822; a@example.org" or "dns;mx.example.org": what comes after the type. */
export function afterType(value: string | undefined): string {
  const text = value ?? '';
  const semicolon = text.indexOf(';');
  return (semicolon === -1 ? text : text.slice(semicolon + 1)).trim();
}

/** The name of a host, where it is one and not an address literal or a sentence; else null. */
export function hostOf(value: string | undefined): string | null {
  const name = (/^[^\s()[\]]+/.exec(afterType(value))?.[0] ?? '').replace(/\.$/, '').toLowerCase();
  const isName = name.length <= 253 && /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,9}$/.test(name);
  return isName && /[a-z]/.test(name) ? name : null;
}

/** Addresses that a text names, at most 20. */
export function addressesIn(text: string): readonly string[] {
  const found = text.slice(0, LONGEST).matchAll(/[^\s<>"'(),;:[\]]{1,64}@[a-z0-9.-]{1,253}/gi);
  const unique = new Set<string>();
  for (const [address] of found) {
    unique.add(address.replace(/\.$/, ''));
    if (unique.size === 20) break;
  }
  return [...unique];
}
