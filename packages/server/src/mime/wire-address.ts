import { domainToASCII } from 'node:url';

/** Neither what a header reads as a sign of its own, nor white space, nor what cannot be seen. */
const ADDRESS = /^[^\s\p{Cc}<>()[\]",:;\\@]+@[^\s\p{Cc}<>()[\]",:;\\@]+$/u;
const ASCII = /^[\x21-\x7e]*$/;

/**
 * An address as servers read it: an internationalised domain in its ASCII form (RFC 5891); a local
 * part beyond ASCII stays, and needs SMTPUTF8 (RFC 6531). Null when it is none.
 */
export function wireAddress(address: string): string | null {
  if (!ADDRESS.test(address) || !address.isWellFormed()) return null;
  if (ASCII.test(address)) return address;
  const at = address.lastIndexOf('@');
  const domain = domainToASCII(address.slice(at + 1));
  return domain === '' ? null : `${address.slice(0, at)}@${domain}`;
}
