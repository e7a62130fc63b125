import type { Communication, Revealing, SpecialRecords } from '../gate/index.ts';
import type { Sensitivity } from '../values/index.ts';
import { isCommercial } from './commercial.ts';
import { type Interview, readInterview, type Stream } from './interview.ts';

/**
 * The classes of the attributes that segment and template touch, in any order. All of them, not the
 * highest alone: `part2` ranks above `psychotherapy`, and each has a rule of its own.
 */
export interface Touched {
  readonly segment: readonly Sensitivity[];
  readonly template: readonly Sensitivity[];
}

export type CommunicationAnswer =
  | { readonly communication: Communication; readonly missing?: never }
  | { readonly missing: readonly string[]; readonly communication?: never };

/**
 * What the gate is asked about a campaign: the interview gives the purpose, segment and template
 * what is used. Or what stands in the way, a sentence each.
 *
 * A recipient list is PHI by itself, so `usesPhi` is always true: nobody is asked to judge. There is
 * no third-party tracker (opens and clicks come back to the product's own address), and an appeal
 * for donations has its way out in the footer (45 CFR 164.514(f)(2)(ii)).
 *
 * `processorsUnderBaa`: whoever carries the mail has signed, 45 CFR 164.504(e).
 */
export function communicationOf(
  interview: Interview,
  stream: Stream,
  touched: Touched,
  processorsUnderBaa: boolean,
): CommunicationAnswer {
  const read = readInterview(interview);
  if ('missing' in read) return { missing: read.missing };
  const { about, drug, encourages, remuneration } = read.answered;
  const commercial = isCommercial(read.answered);
  const special = specialRecordsOf([...touched.segment, ...touched.template]);
  const missing = [
    ...streamProblems(stream, commercial, about),
    ...special.problems,
    ...(interview.useHealthData === false ? healthDataProblems(touched) : []),
  ];
  if (missing.length > 0) return { missing };
  return {
    communication: {
      channel: 'email',
      commercial,
      category: about,
      encouragesPurchaseOrUse: encourages,
      drug,
      remuneration,
      usesPhi: true,
      deidentified: false,
      // to be on the list at all says that one can be written to as a patient
      audienceSelectedBy: mostRevealing(touched.segment) ?? 'contact',
      contentReveals: mostRevealing(touched.template) ?? 'none',
      specialRecords: special.records,
      disclosedTo: 'individual',
      disclosurePaid: false,
      processorsUnderBaa,
      thirdPartyTracker: null,
      fundraisingOptOutIncluded: true,
    },
  };
}

/** The transactional stream carries no way out, so nothing that must offer one goes there. */
function streamProblems(stream: Stream, commercial: boolean, about: string): string[] {
  if (stream !== 'transactional') return [];
  if (commercial) return ['A promotional message cannot go out on the transactional stream.'];
  if (about === 'fundraising') {
    return ['An appeal for donations cannot go out on the transactional stream.'];
  }
  return [];
}

const REVEALS: Readonly<Record<Sensitivity, Revealing>> = {
  identifier: 'contact',
  contact: 'contact',
  demographic: 'demographic',
  service: 'service',
  diagnosis: 'diagnosis',
  psychotherapy: 'diagnosis',
  part2: 'diagnosis',
};
const LEAST_FIRST: readonly Revealing[] = ['contact', 'demographic', 'service', 'diagnosis'];

function mostRevealing(classes: readonly Sensitivity[]): Revealing | null {
  const reveals = new Set(classes.map((one) => REVEALS[one]));
  return LEAST_FIRST.findLast((one) => reveals.has(one)) ?? null;
}

/**
 * What a campaign without health data may not touch. The recipient list stays PHI all the same, so
 * the message takes the protected path like any other.
 */
function healthDataProblems({ segment, template }: Touched): string[] {
  const beyond = (classes: readonly Sensitivity[]) =>
    classes.some((one) => REVEALS[one] !== 'contact');
  return [
    ...(beyond(segment)
      ? [
          'This campaign is to use no health data, and its segment asks about more than contact data.',
        ]
      : []),
    ...(beyond(template)
      ? [
          'This campaign is to use no health data, and its message shows or tests more than contact data.',
        ]
      : []),
  ];
}

/** The gate asks for one kind of document; what touches both kinds of record would need two. */
function specialRecordsOf(classes: readonly Sensitivity[]): {
  readonly records: SpecialRecords | null;
  readonly problems: readonly string[];
} {
  const notes = classes.includes('psychotherapy');
  const part2 = classes.includes('part2');
  if (notes && part2) {
    return {
      records: null,
      problems: [
        'Psychotherapy notes and substance-use records each need a document of their own: segment and template may touch one of the two.',
      ],
    };
  }
  if (notes) return { records: 'psychotherapy_notes', problems: [] };
  return { records: part2 ? 'part2' : null, problems: [] };
}
