import { type Finding, type Found, unanswered } from './check.ts';
import { readTagList } from './tag-list.ts';

const POLICIES = ['none', 'quarantine', 'reject'] as const;
export type DmarcPolicy = (typeof POLICIES)[number];

export interface DmarcRecord {
  readonly policy: DmarcPolicy;
  /** What holds for domains below it; null: the same. */
  readonly subdomains: DmarcPolicy | null;
  readonly strictDkim: boolean;
  readonly strictSpf: boolean;
  /** y: above it, anybody can have a domain; n: an organization's own. */
  readonly suffix: 'y' | 'n' | null;
}

/** A domain on the way up from the From address, and what its `_dmarc` name says. */
export interface DmarcStep {
  readonly domain: string;
  readonly found: Found<string>;
}

/**
 * The names to ask, longest first: the domain and those above it. Beyond eight labels the walk goes
 * on with the last seven (RFC 9989 section 4.10, which replaces the list of public suffixes).
 */
export function dmarcWalk(domain: string): readonly string[] {
  const labels = domain.split('.');
  const names = [domain];
  let from = labels.length > 7 ? labels.length - 7 : 1;
  for (; from < labels.length; from += 1) names.push(labels.slice(from).join('.'));
  return names;
}

/** The record, or null where none is valid; several count as none (RFC 7489 section 6.6.3). */
export function readDmarc(found: Found<string>): DmarcRecord | null {
  if (found.kind !== 'found') return null;
  const [text, second] = dmarcTextsOf(found.answers);
  if (text === undefined || second !== undefined) return null;
  const tags = readTagList(text);
  const policy = POLICIES.find((word) => word === tags?.get('p')?.toLowerCase());
  if (!tags || policy === undefined) return null;
  const suffix = tags.get('psd')?.toLowerCase();
  return {
    policy,
    subdomains: POLICIES.find((word) => word === tags.get('sp')?.toLowerCase()) ?? null,
    strictDkim: tags.get('adkim')?.toLowerCase() === 's',
    strictSpf: tags.get('aspf')?.toLowerCase() === 's',
    suffix: suffix === 'y' || suffix === 'n' ? suffix : null,
  };
}

const dmarcTextsOf = (texts: readonly string[]) =>
  texts.filter((text) => /^[vV]\s*=\s*DMARC1\s*(?:;|$)/.test(text.trim()));

/** The domain that stands for the organization, of a walk's answers; null where one is unknown. */
export function organizationalDomain(steps: readonly DmarcStep[]): string | null {
  let last: string | null = null;
  let below: string | null = null;
  for (const { domain, found } of steps) {
    if (found.kind === 'unknown') return null;
    const record = readDmarc(found);
    if (record?.suffix === 'n') return domain;
    if (record?.suffix === 'y') return below ?? domain;
    if (record) last = domain;
    below = domain;
  }
  return last ?? steps[0]?.domain ?? null;
}

interface Asked {
  /** From the domain of the From address upwards. */
  readonly from: readonly DmarcStep[];
  readonly signing: { readonly domain: string; readonly organizational: string | null };
  readonly returnPath: { readonly domain: string; readonly organizational: string | null };
}

/** Will receivers see that From, signature and return path belong together? RFC 7489. */
export function judgeDmarc({ from, signing, returnPath }: Asked): Finding {
  const domain = from[0]?.domain ?? '';
  const records = [{ name: `_dmarc.${domain}`, type: 'TXT' as const, value: 'v=DMARC1; p=none' }];
  const finding = (state: Finding['state'], sentence: string): Finding => ({
    state,
    sentence,
    records: state === 'ok' ? [] : records,
  });
  const asked = from.find(({ found }) => found.kind === 'unknown' || readDmarc(found) !== null);
  const own = from[0]?.found;
  if (own?.kind === 'found') {
    const texts = dmarcTextsOf(own.answers);
    if (texts.length > 1) {
      return finding(
        'wrong',
        `_dmarc.${domain} has ${texts.length} DMARC records; receivers take that for none.`,
      );
    }
    if (texts.length === 1 && readDmarc(own) === null) {
      return finding(
        'wrong',
        `The DMARC record at _dmarc.${domain} cannot be read: p= has to be none, quarantine or reject.`,
      );
    }
  }
  if (asked?.found.kind === 'unknown') {
    return unanswered(`The DMARC record at _dmarc.${asked.domain}`, asked.found.code);
  }
  const record = asked ? readDmarc(asked.found) : null;
  if (!asked || !record) return finding('missing', `${domain} has no DMARC record.`);
  return judgeAlignment({ from, signing, returnPath }, asked.domain, record, finding);
}

function judgeAlignment(
  { from, signing, returnPath }: Asked,
  at: string,
  record: DmarcRecord,
  finding: (state: Finding['state'], sentence: string) => Finding,
): Finding {
  const domain = from[0]?.domain ?? '';
  const policy = at === domain ? record.policy : (record.subdomains ?? record.policy);
  const organizational = organizationalDomain(from);
  const aligned = (other: Asked['signing'], strict: boolean): boolean | null => {
    if (other.domain === domain) return true;
    if (strict) return false;
    if (organizational === null || other.organizational === null) return null;
    return other.organizational === organizational;
  };
  const byDkim = aligned(signing, record.strictDkim);
  const bySpf = aligned(returnPath, record.strictSpf);
  const says = `_dmarc.${at} asks receivers to ${WORDS[policy]} what is not ours`;
  if (byDkim === true) {
    const rest = bySpf === false ? ` The return path ${returnPath.domain} does not align.` : '';
    return finding('ok', `${says}; the signature of ${signing.domain} aligns with From.${rest}`);
  }
  if (byDkim === null) {
    return finding(
      'unknown',
      `${says}. Whether ${signing.domain} aligns with it could not be looked up; check again later.`,
    );
  }
  return finding(
    'wrong',
    `${says}, and the signature of ${signing.domain} does not align with From at ${domain}: our own mail would count as somebody else’s.`,
  );
}

const WORDS: Readonly<Record<DmarcPolicy, string>> = {
  none: 'watch',
  quarantine: 'put aside',
  reject: 'refuse',
};
