import { type DnsRecord, type Finding, type Found, unanswered } from './check.ts';

export interface MxAnswer {
  readonly exchange: string;
  readonly priority: number;
}

interface Asked {
  /** The return path's. */
  readonly domain: string;
  /** The name under which this server is reached; null when nobody named it. */
  readonly host: string | null;
  readonly found: Found<MxAnswer>;
}

/** Do bounces come home? The MX of the return path's domain has to be this server (RFC 5321, 5.1). */
export function judgeReturnMx({ domain, host, found }: Asked): Finding {
  const records: readonly DnsRecord[] =
    host === null ? [] : [{ name: domain, type: 'MX', value: `10 ${host}.` }];
  const finding = (state: Finding['state'], sentence: string): Finding => ({
    state,
    sentence,
    records,
  });
  if (found.kind === 'unknown') return unanswered(`The MX records of ${domain}`, found.code);
  const exchanges = found.kind === 'none' ? [] : found.answers.map(nameOf);
  if (exchanges.length === 0) {
    return finding('missing', `${domain} has no MX record, so bounces do not come home.`);
  }
  if (exchanges.includes('')) {
    return finding('wrong', `${domain} says that it takes no mail (null MX), bounces included.`);
  }
  const said = exchanges.join(', ');
  if (host === null) {
    return finding(
      'unknown',
      `Bounces go to ${said}. Whether that is this server cannot be said: its name is not set.`,
    );
  }
  const own = exchanges.includes(host.toLowerCase());
  if (!own) return finding('wrong', `Bounces go to ${said} and not to ${host}.`);
  return finding('ok', `Bounces come to ${host}.`);
}

const nameOf = ({ exchange }: MxAnswer) => exchange.toLowerCase().replace(/\.$/, '');
