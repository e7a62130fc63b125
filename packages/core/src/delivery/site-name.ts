const LONGEST = 200;

/**
 * The MX roll-up: one name for a set of mail servers, the same in whatever order they come. What
 * all names end with stands once, after what tells them apart: `(alt1.|alt2.|)mx.example.net`. Names
 * that share no more than a top-level domain are joined by commas. At most 200 characters; what is
 * longer is cut and ends with a digest of the whole.
 */
export function siteName(hosts: readonly string[]): string {
  const names = [...new Set(hosts.map((host) => host.toLowerCase().replace(/\.$/, '')))].toSorted();
  const shared = sharedLabels(names.map((name) => name.split('.')));
  if (names.length === 1 || shared.length < 2) return bounded(names.join(','));
  const end = shared.join('.');
  const starts = names.map((name) => name.slice(0, name.length - end.length));
  // the name that is nothing but the end comes last
  const told = [...starts.filter((start) => start !== ''), ...starts.filter((one) => one === '')];
  return bounded(`(${told.join('|')})${end}`);
}

/** The labels with which all of them end. */
function sharedLabels(names: readonly (readonly string[])[]): readonly string[] {
  const first = names[0] ?? [];
  let count = 0;
  while (count < first.length) {
    const label = first.at(-1 - count);
    if (!names.every((labels) => labels.at(-1 - count) === label)) break;
    count++;
  }
  return first.slice(first.length - count);
}

function bounded(name: string): string {
  return name.length <= LONGEST ? name : `${name.slice(0, LONGEST - 17)}~${digest(name)}`;
}

/** FNV-1a, 64 bits, as 16 hexadecimal digits: to tell names apart, not to keep anything secret. */
function digest(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let at = 0; at < text.length; at++) {
    hash = ((hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return hash.toString(16).padStart(16, '0');
}
