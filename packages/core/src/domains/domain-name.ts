/**
 * A domain as mail's addresses have it, in ASCII and small letters, or null: two labels at least,
 * each of letters, digits and hyphens (RFC 1035 section 2.3.1, RFC 5890 for the others' A-labels).
 */
export function readDomainName(text: string): string | null {
  const name = text.trim().toLowerCase().replace(/\.$/, '');
  const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
  const labels = name.split('.');
  const fits = name.length <= 253 && labels.length >= 2 && labels.every((one) => label.test(one));
  // a last label of digits would be an IP address
  return fits && !/^\d+$/.test(labels.at(-1) ?? '') ? name : null;
}

/** A selector: one or more labels, RFC 6376 section 3.1. */
export function readSelector(text: string): string | null {
  const selector = text.trim().toLowerCase();
  const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
  const fits = selector.length <= 63 && selector.split('.').every((one) => label.test(one));
  return fits ? selector : null;
}
