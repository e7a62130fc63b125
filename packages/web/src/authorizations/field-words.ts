/** What each field of a form is called, by its path into the form. */
export const FIELD_WORDS = {
  title: 'Title',
  language: 'Language',
  kinds: 'What it allows',
  introduction: 'Introduction',
  information: 'Which information',
  informationScope: 'How much that is at most',
  attributes: 'Attributes that are meant',
  discloser: 'Who may use it or give it out',
  receiver: 'Who may receive it',
  purpose: 'What for',
  categories: 'What the messages may be about',
  'testimonial.channels': 'Channels in which the story may be shown',
  'testimonial.platforms': 'Sites, pages and papers',
  'testimonial.months': 'Shown for so many months',
  'testimonial.removal': 'How they have it removed',
  expiry: 'When it ends',
  'statements.remuneration': 'That somebody pays, and who',
  'statements.sale': 'That the information is sold',
  'statements.fundraising': 'That one may choose to get no fundraising mail',
  'statements.revocation': 'The right to revoke it, and how',
  'statements.noConditioning': 'That care does not depend on signing',
  'statements.redisclosure': 'That what is disclosed may be disclosed again',
  'statements.copy': 'That the signer gets a copy',
} as const;

export type FieldPlace = keyof typeof FIELD_WORDS;

/** The id of what stands around a field. */
export const fieldId = (place: FieldPlace) => `field-${place}`;

const isPlace = (path: string): path is FieldPlace => Object.hasOwn(FIELD_WORDS, path);

/** The field that a fault points at, `/content/statements/sale`; null of what is none of them. */
export function placeOf(pointer: string): FieldPlace | null {
  const path = pointer.replace(/^\/content\//, '').replaceAll('/', '.');
  return isPlace(path) ? path : null;
}

/** Puts who writes into the field. */
export function goTo(place: FieldPlace): void {
  const around = document.getElementById(fieldId(place));
  around?.querySelector<HTMLElement>('input, textarea')?.focus();
}
