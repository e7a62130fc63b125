import type { Fault } from './fault.ts';
import type { AuthorizationForm, FormKind } from './form.ts';

/** Kinds that stand on a paper of their own. */
const ALONE: readonly { kind: FormKind; code: string; sentence: string; citation: string }[] = [
  {
    kind: 'psychotherapy_notes',
    code: 'psychotherapy_notes_combined',
    sentence: 'Psychotherapy notes need a form of their own; nothing else may stand on it.',
    citation: '45 CFR 164.508(b)(3)(ii)',
  },
  {
    kind: 'sud_counseling_notes',
    code: 'sud_counseling_notes_combined',
    sentence:
      'Substance use counseling notes need a form of their own; nothing else may stand on it.',
    citation: '42 CFR 2.31(b)',
  },
  {
    // A consent that comes along with something else is not specific: RCW 19.373.010 "consent".
    kind: 'mhmda_consent',
    code: 'mhmda_consent_combined',
    sentence: 'The Washington consent stands by itself; put what else is asked on another form.',
    citation: 'RCW 19.373.030(1)(b)(i)',
  },
];

/** Whether what the form is for goes together, and is said as the gate will look for it. */
export function kindFaults(form: AuthorizationForm): readonly Fault[] {
  const { kinds, categories } = form;
  const found: Fault[] = [];
  const wrong = (code: string, place: Fault['place'], sentence: string, citation: string) =>
    found.push({ code, place, sentence, citations: [citation] });
  if (kinds.length === 0) {
    wrong('kind_missing', 'kinds', 'Say what the form allows.', '45 CFR 164.508(a)(1)');
  }
  for (const { kind, code, sentence, citation } of ALONE) {
    if (kinds.includes(kind) && kinds.length > 1) wrong(code, 'kinds', sentence, citation);
  }
  if (form.informationScope === 'none') {
    const sentence = 'Choose how much the information reveals; "nothing" would allow nothing.';
    wrong('scope_missing', 'informationScope', sentence, '45 CFR 164.508(c)(1)(i)');
  }
  if (categories?.length === 0) {
    const sentence = 'Choose what the messages may be about, or everything.';
    wrong('categories_missing', 'categories', sentence, '45 CFR 164.508(c)(1)(iv)');
  }
  const gifts = categories === null || categories.includes('fundraising');
  if (kinds.includes('fundraising_beyond_514f') && !gifts) {
    const sentence = 'The form is for fundraising; choose it among what the messages may be about.';
    wrong('categories_other', 'categories', sentence, '45 CFR 164.508(c)(1)(iv)');
  }
  if (kinds.includes('part2_consent') && gifts && form.statements.fundraising.trim() === '') {
    const sentence =
      'State that they may choose to get no fundraising mail, or leave fundraising out of what the messages may be about.';
    wrong('fundraising_unstated', 'statements.fundraising', sentence, '42 CFR 2.31(a)(5)(iii)');
  }
  return found;
}
