import { type DnsRecord, type Finding, type Found, unanswered } from './check.ts';
import { reverseName } from './reverse-name.ts';

interface Asked {
  readonly address: string;
  /** What we call ourselves in EHLO; null when nobody named it. */
  readonly host: string | null;
  readonly names: Found<string>;
  /** The addresses of each of those names. */
  readonly forward: ReadonlyMap<string, Found<string>>;
}

/**
 * Does the address have a name that leads back to it (RFC 1912 section 2.1)? Large receivers refuse
 * mail from one that has none. The record is in the hands of whoever lends the address.
 */
export function judgeReverse({ address, host, names, forward }: Asked): Finding {
  const records: readonly DnsRecord[] =
    host === null
      ? []
      : [
          { name: reverseName(address) ?? address, type: 'PTR', value: `${host}.` },
          { name: host, type: address.includes(':') ? 'AAAA' : 'A', value: address },
        ];
  const finding = (state: Finding['state'], sentence: string): Finding => ({
    state,
    sentence,
    records,
  });
  if (names.kind === 'unknown') return unanswered(`The name of ${address}`, names.code);
  if (names.kind === 'none' || names.answers.length === 0) {
    return finding('missing', `${address} has no name (PTR record).`);
  }
  const confirmed = names.answers.filter((name) => {
    const found = forward.get(name);
    return found?.kind === 'found' && found.answers.includes(address);
  });
  const [name] = confirmed;
  if (name === undefined) {
    const failed = [...forward].find(([, found]) => found.kind === 'unknown');
    if (failed?.[1].kind === 'unknown') {
      return unanswered(`The address of ${failed[0]}`, failed[1].code);
    }
    const said = names.answers.join(', ');
    return finding('wrong', `${address} is called ${said}, which does not lead back to it.`);
  }
  const own = host === null || confirmed.some((one) => same(one, host));
  const rest = own ? '' : ` This server calls itself ${host}; the same name would be better.`;
  return finding('ok', `${address} is called ${name}, and ${name} leads back to it.${rest}`);
}

const same = (one: string, other: string) =>
  one.replace(/\.$/, '').toLowerCase() === other.toLowerCase();
