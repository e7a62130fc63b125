const LONGEST = 253;
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * A host or domain name in ASCII form, in lower case and without a dot at its end; null for what is
 * none, such as an IP address or an address literal. Labels as in RFC 1123 section 2.1, with the
 * underscore, which names in use carry. The last label is never a number: that is how an IPv4
 * address is told from a name.
 */
export function readHostName(text: string): string | null {
  const name = text.toLowerCase().replace(/\.$/, '');
  if (name.length === 0 || name.length > LONGEST) return null;
  const labels = name.split('.');
  if (!labels.every((label) => LABEL.test(label))) return null;
  return /^\d+$/.test(labels.at(-1) ?? '') ? null : name;
}
