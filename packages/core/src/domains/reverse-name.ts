/**
 * The labels of an IP address from the last to the first, as reverse look-ups and block lists ask
 * for it (RFC 1035 section 3.5, RFC 3596 section 2.5, RFC 5782 section 2). Null for what is no
 * address.
 */
export function reversedLabels(address: string): string | null {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) return address.split('.').toReversed().join('.');
  const groups = groupsOf(address);
  if (groups === null) return null;
  return groups
    .map((group) => group.toString(16).padStart(4, '0'))
    .join('')
    .split('')
    .toReversed()
    .join('.');
}

/** The name at which an address's PTR record stands. */
export function reverseName(address: string): string | null {
  const labels = reversedLabels(address);
  return labels && `${labels}.${address.includes(':') ? 'ip6' : 'in-addr'}.arpa`;
}

function groupsOf(address: string): readonly number[] | null {
  const halves = address.split('::');
  if (halves.length > 2 || !address.includes(':')) return null;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - (head?.length ?? 0) - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const all = [...(head ?? []), ...Array.from({ length: missing }, () => '0'), ...(tail ?? [])];
  if (!all.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return null;
  return all.map((group) => Number.parseInt(group, 16));
}
