import { type DnsRecord, type Finding, type Found, unanswered } from './check.ts';

/** The texts that claim to be the domain's SPF record, RFC 7208 section 4.5. */
export function spfRecordsOf(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => /^v=spf1(?: |$)/i.test(text));
}

/** How receivers will judge mail from one address. */
export interface SpfResult {
  readonly address: string;
  readonly result: string;
}

interface Asked {
  readonly domain: string;
  readonly found: Found<string>;
  /** Addresses from which mail leaves directly; empty when nobody named any. */
  readonly results: readonly SpfResult[];
  /** False: a relay sends for us, from addresses of its own. */
  readonly direct: boolean;
}

/** Does the domain of the return path allow mail from where ours leaves? RFC 7208. */
export function judgeSpf({ domain, found, results, direct }: Asked): Finding {
  if (found.kind === 'unknown') return unanswered(`The SPF record of ${domain}`, found.code);
  const published = found.kind === 'none' ? [] : spfRecordsOf(found.answers);
  const [record, second] = published;
  const addresses = results.map(({ address }) => address);
  const records = direct ? [spfRecord(domain, record ?? null, addresses)] : [];
  const finding = (state: Finding['state'], sentence: string): Finding => ({
    state,
    sentence,
    records,
  });
  if (record === undefined) {
    return finding(
      'missing',
      direct
        ? `${domain} has no SPF record.`
        : `${domain} has no SPF record. The operator of your mail server says what it has to include.`,
    );
  }
  if (second !== undefined) {
    return finding(
      'wrong',
      `${domain} has ${published.length} SPF records; receivers take that for none. Join them into one.`,
    );
  }
  if (!direct) {
    return finding(
      'unknown',
      `${domain} has one SPF record. Whether it allows your mail server’s addresses, its operator can say.`,
    );
  }
  return judgeResults(domain, results, finding);
}

function judgeResults(
  domain: string,
  results: readonly SpfResult[],
  finding: (state: Finding['state'], sentence: string) => Finding,
): Finding {
  if (results.length === 0) {
    return finding(
      'unknown',
      `${domain} has one SPF record. Whether it allows our address cannot be said: give the stream an address, or name those of this machine in POSTERN_ADDRESSES.`,
    );
  }
  const broken = results.some(({ result }) => result === 'permerror');
  if (broken) {
    return finding(
      'wrong',
      `The SPF record of ${domain} cannot be evaluated: it has a fault, or asks more than 10 questions of the DNS (RFC 7208, 4.6.4).`,
    );
  }
  const refused = results.filter(({ result }) => result !== 'pass' && result !== 'temperror');
  if (refused.length > 0) {
    const which = refused.map(({ address }) => address).join(' and ');
    return finding('wrong', `The SPF record of ${domain} does not allow ${which}.`);
  }
  if (results.some(({ result }) => result === 'temperror')) {
    return finding(
      'unknown',
      `The SPF record of ${domain} names others that could not be looked up. Check again later.`,
    );
  }
  const allowed = results.map(({ address }) => address).join(' and ');
  return finding('ok', `The SPF record of ${domain} allows ${allowed}.`);
}

/** The record that allows the addresses too: what is there, and the addresses before its end. */
export function spfRecord(
  domain: string,
  present: string | null,
  addresses: readonly string[],
): DnsRecord {
  const terms = (present ?? 'v=spf1 -all').trim().split(/ +/);
  const own = addresses
    .map((address) => `${address.includes(':') ? 'ip6' : 'ip4'}:${address}`)
    .filter((term) => !terms.includes(term));
  // directly after the version: an earlier match ends the evaluation
  const value = [terms[0] ?? 'v=spf1', ...own, ...terms.slice(1)].join(' ');
  return { name: domain, type: 'TXT', value };
}
