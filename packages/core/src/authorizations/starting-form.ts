import type { AuthorizationForm, FormKind } from './form.ts';
import { type Names, STARTS } from './starting-texts.ts';

export type { Names };

/**
 * A complete form in plain English to begin with, grade 8 or below. What only its writer knows stands
 * in square brackets; once that is filled in the form has no faults.
 */
export function startingForm(kind: FormKind, names: Names): AuthorizationForm {
  const { statements, ...start } = STARTS[kind](names);
  const { organization, address } = names;
  return {
    language: 'en',
    kinds: [kind],
    attributes: [],
    discloser: organization,
    expiry: { kind: 'after', months: 24 },
    testimonial: null,
    ...start,
    statements: {
      revocation: `You can take this back at any time. Write to ${organization}, ${address}, or use the link at the end of any of our messages. From then on we stop. We cannot undo what we did before.`,
      noConditioning:
        'You do not have to sign this. If you say no, you get the same care, and it costs you the same.',
      redisclosure:
        'Those who get your information may pass it on. The privacy laws may not protect it any more.',
      copy: 'You get a copy of this form when you have signed it.',
      remuneration: '',
      sale: '',
      fundraising: '',
      ...statements,
    },
  };
}
