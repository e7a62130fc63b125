import { type DnsRecord, type Finding, type Found, unanswered } from './check.ts';
import { readTagList } from './tag-list.ts';

export type KeyAlgorithm = 'rsa-sha256' | 'ed25519-sha256';

export interface PublishedKey {
  readonly domain: string;
  readonly selector: string;
  readonly algorithm: KeyAlgorithm;
  /** Base64 without spaces: what `p=` says. */
  readonly publicKey: string;
}

const keyType = (algorithm: KeyAlgorithm) => (algorithm === 'rsa-sha256' ? 'rsa' : 'ed25519');

/** The TXT record of a key, RFC 6376 section 3.6.1 and RFC 8463 section 4. */
export function dkimRecord({ domain, selector, algorithm, publicKey }: PublishedKey): DnsRecord {
  return {
    name: `${selector}._domainkey.${domain}`,
    type: 'TXT',
    value: `v=DKIM1; k=${keyType(algorithm)}; p=${publicKey}`,
  };
}

/**
 * Is our key published? `forms` are the base64 forms that mean the same key: an RSA key may stand
 * there as SubjectPublicKeyInfo or as RSAPublicKey.
 */
export function judgeDkim(
  key: PublishedKey,
  found: Found<string>,
  forms: readonly string[] = [key.publicKey],
): Finding {
  const record = dkimRecord(key);
  const finding = (state: Finding['state'], sentence: string): Finding => ({
    state,
    sentence,
    records: [record],
  });
  if (found.kind === 'unknown') {
    return { ...unanswered(`The key at ${record.name}`, found.code), records: [record] };
  }
  const [text, second] = found.kind === 'none' ? [] : found.answers;
  if (text === undefined) return finding('missing', `There is no record at ${record.name}.`);
  if (second !== undefined) {
    return finding('wrong', `There are several records at ${record.name}; there has to be one.`);
  }
  const fault = faultOf(text, key, forms);
  if (fault !== null) return finding('wrong', `At ${record.name}, ${fault}`);
  return finding('ok', `The key is published at ${record.name}.`);
}

function faultOf(text: string, key: PublishedKey, forms: readonly string[]): string | null {
  const tags = readTagList(text);
  const published = tags?.get('p')?.replace(/\s/g, '');
  const version = tags?.get('v') ?? 'DKIM1';
  if (tags === null || published === undefined || version !== 'DKIM1') {
    return 'what is published is no DKIM key.';
  }
  if (published === '') return 'the key is revoked (its p= is empty).';
  const type = tags.get('k') ?? 'rsa';
  if (type !== keyType(key.algorithm)) {
    return `a key of the type “${type}” is published; this one is “${keyType(key.algorithm)}”.`;
  }
  if (!forms.some((form) => bare(form) === bare(published))) return 'another key is published.';
  if (!lists(tags.get('h'), 'sha256')) return 'the record (h=) does not allow SHA-256.';
  if (!lists(tags.get('s'), 'email')) return 'the record (s=) does not allow the key for email.';
  if (
    tags
      .get('t')
      ?.split(':')
      .some((flag) => flag.trim() === 'y')
  ) {
    return 'the record says that the domain is only testing (t=y), so receivers treat its mail as unsigned.';
  }
  return null;
}

const bare = (base64: string) => base64.replace(/=+$/, '');

/** A colon-separated list that is absent or has a star allows everything. */
function lists(list: string | undefined, word: string): boolean {
  const words = list?.split(':').map((one) => one.trim()) ?? ['*'];
  return words.includes('*') || words.includes(word);
}
