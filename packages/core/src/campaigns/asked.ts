import type { Communication, Revealing } from '../gate/index.ts';
import type { About } from './interview.ts';

const ABOUT: Readonly<Record<About, string>> = {
  treatment: 'It is about the person’s treatment.',
  care_coord: 'It is about coordinating the person’s care.',
  alt_treatment: 'It is about other treatments, providers or settings of care.',
  own_service: 'It is about a health service of your own.',
  cosmetic_own: 'It is about a cosmetic service of your own.',
  plan_benefit: 'It is about the benefits of the person’s plan.',
  value_added: 'It is about extras for members of the plan.',
  health_promotion: 'It is about health in general and names no product.',
  government_program: 'It is about a public program.',
  payment: 'It is about a payment.',
  operations: 'It is about how you run your organization.',
  third_party_product: 'It is about somebody else’s product or service.',
  non_health_own: 'It is about a product of your own that is not about health.',
  fundraising: 'It asks for donations.',
  drug_current: 'It is about a drug that the person takes.',
};

const SELECTED: Readonly<Record<Revealing, string>> = {
  none: 'Who gets it is chosen by nothing about the person.',
  contact: 'Who gets it is chosen by nothing but how to write to them.',
  demographic: 'Who gets it is chosen by age, place or plan.',
  service: 'Who gets it is chosen by the care that they had.',
  diagnosis: 'Who gets it is chosen by conditions or drugs.',
};

const REVEALS: Readonly<Record<Revealing, string>> = {
  none: 'The message shows nothing about the person.',
  contact: 'The message shows the person’s name or address and no more.',
  demographic: 'The message shows age, place or plan.',
  service: 'The message shows the care that the person had.',
  diagnosis: 'The message shows conditions or drugs.',
};

/** What the gate was asked, in plain words. */
export function asked(communication: Communication): readonly string[] {
  const { category, encouragesPurchaseOrUse, commercial, specialRecords } = communication;
  const lines = [
    category === 'testimonial' ? 'It is a testimonial.' : ABOUT[category],
    encouragesPurchaseOrUse
      ? 'It encourages people to buy or use something.'
      : 'It encourages nobody to buy or use anything.',
    paymentSentence(communication),
    SELECTED[communication.audienceSelectedBy],
    REVEALS[communication.contentReveals],
  ];
  if (specialRecords === 'psychotherapy_notes') lines.push('It touches psychotherapy notes.');
  else if (specialRecords !== null) lines.push('It touches substance-use treatment records.');
  if (commercial) {
    lines.push('It is commercial mail: it shows your postal address and a way to opt out.');
  }
  if (!communication.processorsUnderBaa) {
    lines.push('The mail relay has signed no business associate agreement.');
  }
  return lines;
}

function paymentSentence({ remuneration: { kind, payer } }: Communication): string {
  const who = payer === 'product_owner' ? 'The owner of what it describes' : 'Somebody else';
  switch (kind) {
    case 'none':
      return 'Nobody pays for it.';
    case 'financial_within_cost':
      return `${who} pays for it, no more than it costs.`;
    case 'financial_above_cost':
      return `${who} pays for it, more than it costs.`;
    case 'in_kind':
      return `${who} supports it with something other than money.`;
  }
}
