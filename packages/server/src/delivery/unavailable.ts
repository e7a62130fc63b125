/** What is looked at of an error of the SMTP client. Its message may repeat what the server said. */
export interface SmtpFault {
  readonly code?: string | undefined;
  readonly originalCode?: string | undefined;
  readonly command?: string | undefined;
  readonly response?: string | undefined;
  readonly responseCode?: number | undefined;
}

interface Place {
  readonly host: string;
  readonly port: number;
  /** The name that the certificate has to carry. */
  readonly servername: string;
}

const CERTIFICATE: Readonly<Record<string, (place: Place) => string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: ({ servername }) =>
    `its certificate is for another name; expected ${servername}`,
  CERT_HAS_EXPIRED: () => 'its certificate has expired',
  CERT_NOT_YET_VALID: () => 'its certificate is not valid yet',
  CERT_REVOKED: () => 'its certificate was revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: () => 'its certificate is signed by itself, by no known authority',
  SELF_SIGNED_CERT_IN_CHAIN: () => 'its certificate comes from an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT: () => 'its certificate comes from an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: () =>
    'its certificate comes from an authority that is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: () =>
    'its certificate comes from an authority that is not known here',
};

const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers there',
  ECONNRESET: 'it broke off the connection',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  ENOTFOUND: 'there is no server of that name',
  EAI_AGAIN: 'its name could not be looked up',
};

/**
 * Why a mail server cannot be used, in a sentence that says that nothing was sent. Only codes are
 * taken over from the server's own words.
 */
export function unavailableSentence(place: Place, fault: SmtpFault): string {
  const at = `${place.host}, port ${place.port}`;
  return `Nothing was sent: the mail server at ${at} cannot be used, since ${reason(place, fault)}.`;
}

function reason(place: Place, { code, originalCode, command, responseCode }: SmtpFault): string {
  const exact = originalCode ?? code ?? '';
  const said = responseCode === undefined ? '' : ` (${responseCode})`;
  const certificate = CERTIFICATE[exact];
  if (certificate !== undefined) return certificate(place);
  if (code === 'EAUTH') return `it refused the user or the password${said}`;
  if (command === 'STARTTLS' && responseCode !== undefined) {
    return `it offers no STARTTLS${said}, and nothing is ever sent in clear`;
  }
  if (command === 'MAIL FROM') return `it does not take mail from the sender's address${said}`;
  if (code === 'ETIMEDOUT') return 'it did not answer in time';
  const network = NETWORK[exact];
  if (network !== undefined) return network;
  if (code === 'EDNS') return 'its name could not be looked up';
  if (code === 'ETLS' || exact.startsWith('ERR_SSL') || exact.startsWith('ERR_TLS')) {
    return 'no connection by TLS 1.2 or later came about';
  }
  if (command === 'CONN' || command === 'EHLO') return `it did not greet as a mail server${said}`;
  return `it broke off the conversation${said}`;
}
