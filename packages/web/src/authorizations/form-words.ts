import { KIND_WORDS } from '../contacts/authorization-words.ts';
import type { Tone } from '../parts/Dot.tsx';
import type { Content, FormKind, ListedForm } from './form-queries.ts';

interface Words {
  readonly label: string;
  readonly note: string;
}

/** What a form can be for, and when one needs it. */
export const FORM_KIND_WORDS: Record<FormKind, Words> = {
  marketing: { label: KIND_WORDS.marketing, note: 'Mail that encourages, and nobody pays for.' },
  marketing_remunerated: {
    label: KIND_WORDS.marketing_remunerated,
    note: 'A company pays you to write about what it sells.',
  },
  psychotherapy_notes: {
    label: KIND_WORDS.psychotherapy_notes,
    note: 'On a form of their own, always.',
  },
  sud_counseling_notes: {
    label: KIND_WORDS.sud_counseling_notes,
    note: 'On a form of their own, always.',
  },
  part2_consent: {
    label: KIND_WORDS.part2_consent,
    note: 'Records of a substance use program, for more than care and payment.',
  },
  sale_of_phi: { label: KIND_WORDS.sale_of_phi, note: 'Somebody pays you for what you know.' },
  fundraising_beyond_514f: {
    label: KIND_WORDS.fundraising_beyond_514f,
    note: 'Asking for gifts by what people were treated for.',
  },
  cmia_auth: {
    label: KIND_WORDS.cmia_auth,
    note: 'For people in California, where a firm helps with goods.',
  },
  mhmda_consent: {
    label: KIND_WORDS.mhmda_consent,
    note: 'For people in Washington, where HIPAA does not bind you.',
  },
  testimonial: {
    label: 'A story that is published',
    note: 'Where it is shown, how long, and how it comes down again.',
  },
};

export const FORM_KINDS = Object.keys(FORM_KIND_WORDS) as FormKind[];

/** Each allows what stands before it too. */
export const FORM_SCOPE_WORDS: Record<Content['informationScope'], Words> = {
  none: { label: 'Nothing', note: 'Such a form would allow nothing.' },
  contact: { label: 'Name and address alone', note: 'Nothing else about them.' },
  demographic: { label: 'Age, place and plan', note: 'And nothing about their care.' },
  service: { label: 'Care they had', note: 'That they had care here, and when.' },
  diagnosis: { label: 'What they have and take', note: 'Conditions, medicines, results.' },
};

type State = ListedForm['state'];

const STATES: Record<State, { word: string; tone: Tone }> = {
  draft: { word: 'Draft', tone: 'none' },
  published: { word: 'Published', tone: 'good' },
  retired: { word: 'Retired', tone: 'none' },
};

/** The state of a version; of one that others came after it says so. */
export const stateOf = (state: State) => STATES[state];

/** "Reading grade 6.2" and what that means. */
export function gradeWords(grade: number | null): string {
  if (grade === null) return 'Reading grade: not measured. The measure is for English.';
  const shown = grade.toFixed(1);
  return grade > 8
    ? `Reading grade ${shown}: harder than grade 8. Shorter sentences reach more people.`
    : `Reading grade ${shown}: most people can follow it.`;
}
