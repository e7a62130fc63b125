/** What a provider said of somebody, after all that can be checked of it was. */
export interface Claims {
  readonly issuer: string;
  /** Theirs for ever at this provider; null where it gives a new one each time. */
  readonly subject: string | null;
  readonly email: string | null;
  readonly name: string | null;
  /** Groups; null where nothing was said of them. */
  readonly groups: readonly string[] | null;
  /** Whether the provider asked for a second factor, by words that count here. */
  readonly factor: boolean;
}

/** Why a provider's answer is not taken: a word for the audit, a sentence for the person. */
export interface Refusal {
  readonly kind: 'refused';
  readonly why: string;
  readonly sentence: string;
}

export const refusal = (why: string, sentence: string): Refusal => ({
  kind: 'refused',
  why,
  sentence,
});

export type Answered = { readonly kind: 'answered'; readonly claims: Claims } | Refusal;

/** One or several words; null: nothing was said. */
export function wordsOf(value: unknown): readonly string[] | null {
  if (value === undefined || value === null) return null;
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((word): word is string => typeof word === 'string' && word !== '');
}

export const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
