import type { Reply } from './reply-reader.ts';

/** What a server announced in answer to EHLO, RFC 5321 section 4.1.1.1. */
export interface Extensions {
  readonly starttls: boolean;
  readonly pipelining: boolean;
  readonly chunking: boolean;
  readonly eightBitMime: boolean;
  readonly smtpUtf8: boolean;
  readonly enhancedStatusCodes: boolean;
  readonly dsn: boolean;
  /** Whether MAIL may say SIZE (RFC 1870), and the largest that is taken; 0 for none named. */
  readonly size: boolean;
  readonly largest: number;
  /** SASL mechanisms, in capitals, RFC 4954. */
  readonly auth: ReadonlySet<string>;
}

/** Reads the extensions off the reply to EHLO; its first line greets. */
export function extensionsOf({ lines }: Reply): Extensions {
  const found = new Map<string, readonly string[]>();
  const auth = new Set<string>();
  for (const line of lines.slice(1)) {
    // "AUTH=LOGIN" is how it was said before RFC 4954, and some still do
    const [keyword = '', ...parameters] = line
      .trim()
      .toUpperCase()
      .split(/[\s=]+/);
    found.set(keyword, parameters);
    if (keyword === 'AUTH') for (const mechanism of parameters) auth.add(mechanism);
  }
  const largest = Number(found.get('SIZE')?.[0] ?? 0);
  return {
    starttls: found.has('STARTTLS'),
    pipelining: found.has('PIPELINING'),
    chunking: found.has('CHUNKING'),
    eightBitMime: found.has('8BITMIME'),
    smtpUtf8: found.has('SMTPUTF8'),
    enhancedStatusCodes: found.has('ENHANCEDSTATUSCODES'),
    dsn: found.has('DSN'),
    size: found.has('SIZE'),
    largest: Number.isSafeInteger(largest) && largest > 0 ? largest : 0,
    auth,
  };
}

/** What a server can that knows HELO alone. */
export const NO_EXTENSIONS: Extensions = extensionsOf({ code: 250, lines: [] });
