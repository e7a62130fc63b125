import type { Fault, FormPlace } from './fault.ts';
import type { AuthorizationForm, FormKind } from './form.ts';

/** The kinds for which Part 2 asks for its own elements. */
const PART_2: readonly FormKind[] = ['part2_consent', 'sud_counseling_notes'];

interface Element {
  readonly code: string;
  readonly place: FormPlace;
  readonly said: (form: AuthorizationForm) => string;
  readonly sentence: string;
  readonly hipaa: string;
  readonly part2?: string;
  readonly washington?: string;
  /** Asked for only of these; missing: of every form. */
  readonly of?: readonly FormKind[];
}

/** What has to be written, in the order in which a person reads the document. */
const ELEMENTS: readonly Element[] = [
  {
    code: 'information_missing',
    place: 'information',
    said: (form) => form.information,
    sentence: 'Say specifically which information may be used.',
    hipaa: '45 CFR 164.508(c)(1)(i)',
    part2: '42 CFR 2.31(a)(3)',
    washington: 'RCW 19.373.030(1)(c)(i)',
  },
  {
    code: 'discloser_missing',
    place: 'discloser',
    said: (form) => form.discloser,
    sentence: 'Name who may use the information or give it out.',
    hipaa: '45 CFR 164.508(c)(1)(ii)',
    part2: '42 CFR 2.31(a)(2)',
  },
  {
    code: 'receiver_missing',
    place: 'receiver',
    said: (form) => form.receiver,
    sentence: 'Name who may receive the information, or the class of persons.',
    hipaa: '45 CFR 164.508(c)(1)(iii)',
    part2: '42 CFR 2.31(a)(4)',
    washington: 'RCW 19.373.030(1)(c)(iii)',
  },
  {
    code: 'purpose_missing',
    place: 'purpose',
    said: (form) => form.purpose,
    sentence: 'Describe each purpose for which the information is used.',
    hipaa: '45 CFR 164.508(c)(1)(iv)',
    part2: '42 CFR 2.31(a)(5)',
    washington: 'RCW 19.373.030(1)(c)(ii)',
  },
  {
    code: 'right_to_revoke_missing',
    place: 'statements.revocation',
    said: (form) => form.statements.revocation,
    sentence: 'State the right to revoke it in writing, and how.',
    hipaa: '45 CFR 164.508(c)(2)(i)',
    part2: '42 CFR 2.31(a)(6)',
    washington: 'RCW 19.373.030(1)(c)(iv)',
  },
  {
    code: 'no_conditioning_missing',
    place: 'statements.noConditioning',
    said: (form) => form.statements.noConditioning,
    sentence: 'State that treatment does not depend on signing.',
    hipaa: '45 CFR 164.508(c)(2)(ii)',
  },
  {
    code: 'redisclosure_missing',
    place: 'statements.redisclosure',
    said: (form) => form.statements.redisclosure,
    sentence: 'State that what is disclosed may be disclosed again.',
    hipaa: '45 CFR 164.508(c)(2)(iii)',
  },
  {
    code: 'payment_unstated',
    place: 'statements.remuneration',
    said: (form) => form.statements.remuneration,
    sentence: 'State that somebody pays for the messages, and who.',
    hipaa: '45 CFR 164.508(a)(3)(ii)',
    of: ['marketing_remunerated'],
  },
  {
    code: 'sale_unstated',
    place: 'statements.sale',
    said: (form) => form.statements.sale,
    sentence: 'State that you are paid for the information.',
    hipaa: '45 CFR 164.508(a)(4)(ii)',
    of: ['sale_of_phi'],
  },
  {
    code: 'copy_unstated',
    place: 'statements.copy',
    said: (form) => form.statements.copy,
    sentence: 'State that whoever signs has a right to a copy.',
    hipaa: 'Cal. Civ. Code 56.11',
    of: ['cmia_auth'],
  },
];

/** Which of the elements are not there. White space says nothing. */
export function missingElements(form: AuthorizationForm): readonly Fault[] {
  return ELEMENTS.filter(
    ({ said, of }) =>
      said(form).trim() === '' && (!of || of.some((kind) => form.kinds.includes(kind))),
  ).map((element) => ({
    code: element.code,
    place: element.place,
    sentence: element.sentence,
    citations: citationsFor(form, element),
  }));
}

/** The law of each kind that the form is for; HIPAA's as well, which the gate asks of every paper. */
export function citationsFor(
  { kinds }: AuthorizationForm,
  law: Pick<Element, 'hipaa' | 'part2' | 'washington'>,
): readonly string[] {
  const part2 = kinds.some((kind) => PART_2.includes(kind));
  return [
    law.hipaa,
    ...(part2 && law.part2 ? [law.part2] : []),
    ...(kinds.includes('mhmda_consent') && law.washington ? [law.washington] : []),
  ];
}
