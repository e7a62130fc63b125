import type { CheckState } from './check.ts';

export type StreamName = 'marketing' | 'transactional';

interface Asked {
  readonly stream: StreamName;
  readonly transport: 'sandbox' | 'relay' | 'direct';
  /** The RSA key that signs: every receiver understands that one. */
  readonly dkim: { readonly state: CheckState; readonly sentence: string } | null;
}

export interface StreamReadiness {
  /** Why a campaign cannot be launched on this stream now; empty: it can. */
  readonly missing: readonly string[];
  /** What would better be mended. */
  readonly advice: readonly string[];
}

/**
 * May a stream send? What goes directly to receivers has to be signed with a published key, or
 * marketing mail ends in the junk and spoils the domain's name. In the sandbox nothing is demanded;
 * a transactional message is never held for it.
 */
export function readinessOf({ stream, transport, dkim }: Asked): StreamReadiness {
  if (transport === 'sandbox') return { missing: [], advice: [] };
  const sentence = sentenceOf(stream, dkim);
  if (sentence === null) return { missing: [], advice: [] };
  const holds = transport === 'direct' && stream === 'marketing' && dkim?.state !== 'unknown';
  return holds ? { missing: [sentence], advice: [] } : { missing: [], advice: [sentence] };
}

function sentenceOf(stream: StreamName, dkim: Asked['dkim']): string | null {
  if (dkim?.state === 'ok') return null;
  if (dkim === null) {
    return `The DNS records of ${stream} mail were not checked yet: check them on the page Domains.`;
  }
  return `${stream === 'marketing' ? 'Marketing' : 'Transactional'} mail is not signed so that receivers can verify it. ${dkim.sentence}`;
}

/** Two streams on one domain share a reputation. */
export function advisesToSeparate(domains: readonly string[]): string | null {
  const [first, second] = domains;
  if (first === undefined || first !== second) return null;
  return `Marketing and transactional mail both use ${first}. Give each a domain of its own, such as news.${first} for marketing: complaints about a newsletter then do not slow down a lab result.`;
}
