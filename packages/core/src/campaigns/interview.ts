import { CATEGORIES, type Category, type Drug, type Remuneration } from '../gate/index.ts';

/** What a campaign can be about. A testimonial goes to the public, so it is no mail to a patient. */
export type About = Exclude<Category, 'testimonial'>;
export const ABOUTS: readonly About[] = CATEGORIES.filter((one) => one !== 'testimonial');

export type Stream = 'marketing' | 'transactional';

/** The answers to the short interview; null is "not answered yet". */
export interface Interview {
  readonly about: About | null;
  /** How the drug relates to the one that is taken; asked for `drug_current` alone. */
  readonly drug: Drug | null;
  readonly encourages: boolean | null;
  readonly payment: Remuneration['kind'] | null;
  /** Asked when somebody pays. */
  readonly payer: Remuneration['payer'] | null;
  /** False: a campaign that refuses to use anything beyond how to reach and greet people. */
  readonly useHealthData?: boolean;
}

export const UNANSWERED: Interview = {
  about: null,
  drug: null,
  encourages: null,
  payment: null,
  payer: null,
};

/** An interview with every answer that its other answers ask for. */
export interface Answered {
  readonly about: About;
  readonly drug: Drug | null;
  readonly encourages: boolean;
  readonly remuneration: Remuneration;
}

/** Reads the interview; nothing that was not answered is guessed, it is asked for in a sentence. */
export function readInterview(
  interview: Interview,
): { readonly answered: Answered } | { readonly missing: readonly string[] } {
  const { about, drug, encourages, payment, payer } = interview;
  const missing: string[] = [];
  if (about === null) missing.push('Say what the message is about.');
  if (about === 'drug_current' && drug === null) {
    missing.push('Say how the drug in the message relates to the one that the person takes.');
  }
  if (encourages === null) {
    missing.push('Say whether the message encourages anybody to buy or use something.');
  }
  if (payment === null) missing.push('Say whether anybody pays for the message.');
  if (payment !== null && payment !== 'none' && payer === null) {
    missing.push('Say who pays for the message.');
  }
  if (about === null || encourages === null || payment === null || missing.length > 0) {
    return { missing };
  }
  return {
    answered: {
      about,
      drug: about === 'drug_current' ? drug : null,
      encourages,
      // nobody pays: whose money it is not makes no difference
      remuneration: { kind: payment, payer: payer ?? 'unrelated' },
    },
  };
}
