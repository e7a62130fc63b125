import type { Campaign } from './queries.ts';

type Interview = Campaign['interview'];
export type About = NonNullable<Interview['about']>;
export type Goal = NonNullable<Campaign['goal']>;
export type Payment = NonNullable<Interview['payment']>;
export type Payer = NonNullable<Interview['payer']>;
export type Relation = NonNullable<Interview['drug']>['relation'];

interface Words {
  readonly label: string;
  readonly note: string;
}

/** What a message can be about, as a marketer would say it. The gate's own word is the key. */
export const ABOUT_WORDS: Record<About, Words> = {
  treatment: {
    label: 'Their own treatment',
    note: 'A result, a follow-up, how to prepare, what to do next.',
  },
  care_coord: {
    label: 'Coordinating their care',
    note: 'A referral, a discharge, the person who looks after their case.',
  },
  alt_treatment: {
    label: 'Other ways to treat what they have',
    note: 'Another therapy, provider or setting for their condition.',
  },
  drug_current: {
    label: 'A medicine they take now',
    note: 'A refill, its generic, how to take it.',
  },
  own_service: {
    label: 'A health service of ours',
    note: 'A new clinic, a screening, a class that we run ourselves.',
  },
  plan_benefit: {
    label: 'What their health plan covers',
    note: 'Benefits, the network, changes to the plan.',
  },
  value_added: {
    label: 'An extra for plan members',
    note: 'Something health-related that members get beyond their benefits.',
  },
  cosmetic_own: { label: 'A cosmetic service of ours', note: 'Treated as marketing.' },
  non_health_own: {
    label: 'Something of ours that is not about health',
    note: 'The café, parking, a calendar.',
  },
  health_promotion: {
    label: 'General health advice',
    note: 'Flu season, walking more. It names no product.',
  },
  government_program: {
    label: 'A public program',
    note: 'Medicare, Medicaid and the like: who may join, and how.',
  },
  operations: { label: 'Running the practice', note: 'New hours, a survey about a visit, a move.' },
  payment: { label: 'A bill or a payment', note: 'What is owed, and how to pay it.' },
  fundraising: { label: 'Raising money for us', note: 'An appeal, an event.' },
  third_party_product: {
    label: 'Somebody else’s product or service',
    note: 'A company’s device, drug, app or offer.',
  },
};

export const GOAL_WORDS: Record<Goal, string> = {
  re_engage: 'Bring back people who have not come for a while',
  adherence: 'Help people keep to their treatment',
  new_service: 'Tell of a new service',
  education: 'Explain something',
  awareness: 'Make something known',
  retention: 'Stay in touch',
  acquisition: 'Win new patients or members',
  survey: 'Ask a question',
};

export const PAYMENT_WORDS: Record<Payment, Words> = {
  none: { label: 'No', note: 'We send it at our own cost.' },
  financial_within_cost: {
    label: 'Yes, no more than sending it costs',
    note: 'Labor, supplies and postage; no profit.',
  },
  financial_above_cost: {
    label: 'Yes, more than sending it costs',
    note: 'A fee, a commission, a discount in money.',
  },
  in_kind: {
    label: 'Not in money: with gifts or goods',
    note: 'Printed material, samples, equipment.',
  },
};

export const PAYER_WORDS: Record<Payer, Words> = {
  product_owner: {
    label: 'Whoever makes or sells what it is about',
    note: 'Or somebody on their behalf.',
  },
  unrelated: { label: 'Somebody else', note: 'A charity, a health plan, a public grant.' },
};

export const RELATION_WORDS: Record<Relation, Words> = {
  same: { label: 'The very medicine', note: 'A refill, a reminder to take it.' },
  generic: { label: 'Its generic', note: 'The same substance under another name.' },
  delivery_system: { label: 'Something it is taken with', note: 'A pen, an inhaler, a pump.' },
  unnamed: { label: 'Other medicines, none by name', note: '“Ask us about alternatives.”' },
  adjunctive: {
    label: 'Another medicine beside it, by name',
    note: 'One that is taken together with it.',
  },
  new_formulation: {
    label: 'A new form of it, by name',
    note: 'A once-weekly version, for example.',
  },
};

/** The words of a choice, as options to choose from. */
export function optionsOf<Key extends string>(words: Record<Key, Words>) {
  return (Object.keys(words) as Key[]).map((value) => ({ value, ...words[value] }));
}
