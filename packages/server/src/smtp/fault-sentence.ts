import type { SmtpServer } from './server.ts';
import type { SmtpFault } from './session.ts';

type Place = Pick<SmtpServer, 'host' | 'port' | 'servername'>;

const UNKNOWN_AUTHORITY = () => 'its certificate comes from an authority that is not known here';

const CERTIFICATE: Readonly<Record<string, (place: Place) => string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: ({ servername, host }) =>
    `its certificate is for another name; expected ${servername ?? host}`,
  CERT_HAS_EXPIRED: () => 'its certificate has expired',
  CERT_NOT_YET_VALID: () => 'its certificate is not valid yet',
  CERT_REVOKED: () => 'its certificate was revoked',
  INVALID_PURPOSE: () => 'its certificate is not one for servers',
  DEPTH_ZERO_SELF_SIGNED_CERT: () => 'its certificate is signed by itself, by no known authority',
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  TLSA_MISMATCH: () => 'its certificate matches none of the TLSA records of its name (DANE)',
};

const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers there',
  ECONNRESET: 'it broke off the connection',
  EPIPE: 'it broke off the connection',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  EADDRNOTAVAIL: 'the address to send from is not one of this machine',
  ENOTFOUND: 'there is no server of that name',
  EAI_AGAIN: 'its name could not be looked up',
  NOT_OUTSIDE: 'no mail server is at such an address',
};

/**
 * Why a mail server cannot be used, in a sentence that says that nothing was sent. Only codes are
 * taken over from the server's own words.
 */
export function faultSentence(server: Place, fault: SmtpFault): string {
  const at = `${server.host}, port ${server.port}`;
  return `Nothing was sent: the mail server at ${at} cannot be used, since ${reason(server, fault)}.`;
}

function reason(server: Place, { code, originalCode, command, reply }: SmtpFault): string {
  const exact = originalCode ?? code;
  const said = reply === undefined ? '' : ` (${reply.code})`;
  const certificate = CERTIFICATE[exact];
  if (certificate !== undefined) return certificate(server);
  if (code === 'EAUTH') return authReason(exact, said);
  if (code === 'ENOSTARTTLS')
    return `it offers no STARTTLS${said}, and nothing is ever sent in clear`;
  if (code === 'EPROTOCOL' && exact === '8BITMIME') return 'it takes no message of 8 bits';
  if (command === 'MAIL' && reply !== undefined) {
    return `it does not take mail from the sender's address${said}`;
  }
  if (code === 'ETIMEDOUT') return 'it did not answer in time';
  const network = NETWORK[exact];
  if (network !== undefined) return network;
  if (code === 'EDNS') return 'its name could not be looked up';
  if (code === 'ETLS') return 'no connection by TLS 1.2 or later came about';
  if (reply !== undefined && command === 'CONN') return `it turned us away${said}`;
  if (command === 'CONN' || command === 'EHLO') return `it did not greet as a mail server${said}`;
  return `it broke off the conversation${said}`;
}

function authReason(exact: string, said: string): string {
  if (exact === 'IN_CLEAR') return 'it wants the password in clear, without TLS';
  if (exact === 'NO_MECHANISM') return 'it offers no sign-in that is known here (PLAIN or LOGIN)';
  return `it refused the user or the password${said}`;
}
