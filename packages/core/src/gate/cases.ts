import type { Obligation, Profile, Verdict } from './answer.ts';
import type { AuthorizationDocument, AuthorizationKind, Expiry } from './authorization.ts';
import { type CaseAuthorization, type CaseInput, readInput } from './case-input.ts';
import { judge, type Question } from './judge.ts';
import { isObject, layOver, Misfit, plain, within } from './shape.ts';

/** One case of a conformance file, in the gate's own types. */
export interface GateCase {
  readonly id: string;
  readonly question: Question;
}

/** What the command line prints for a case. */
export interface CaseAnswer {
  readonly id: string;
  readonly verdict: Verdict;
  readonly authorization: AuthorizationKind | null;
  readonly citations: readonly string[];
  readonly obligations: readonly Obligation[];
  readonly reason: string;
}

/** Every case and field that does not fit, a line each. */
export class CaseFileError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'CaseFileError';
    this.problems = problems;
  }
}

/**
 * Reads a file of `{ defaults, cases: [{ id, input, ... }] }`. What else the file or a case carries
 * is for people and suites and is not read: title, expected verdict, citation, confidence, notes,
 * whatever a suite may add to describe its cases. Only what could be a misspelling of something
 * that is read is refused. Throws a CaseFileError unless every case fits: nothing is guessed, and
 * nothing is answered in part.
 */
export function readCases(json: unknown): readonly GateCase[] {
  if (!isObject(json)) throw new CaseFileError(['file: expected an object']);
  const stray = strayNames(json, ['defaults', 'cases']);
  if (stray.length > 0) throw new CaseFileError(stray);
  const { defaults, cases } = json;
  if (!isObject(defaults)) throw new CaseFileError(['defaults: expected an object']);
  if (!Array.isArray(cases)) throw new CaseFileError(['cases: expected a list']);

  const problems: string[] = [];
  const read: GateCase[] = [];
  const ids = new Set<string>();
  for (const [index, item] of cases.entries()) {
    const name = nameOf(item, index);
    try {
      const { id, input } = readCase(item);
      if (ids.has(id)) throw new Misfit(['id: another case has the same']);
      ids.add(id);
      read.push({ id, question: translate(readInput(layOver(defaults, input), '')) });
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      problems.push(...error.problems.map((problem) => `${name}: ${problem}`));
    }
  }
  if (problems.length > 0) throw new CaseFileError(problems);
  return read;
}

export function answerCase({ id, question }: GateCase, profile: Profile): CaseAnswer {
  const judgement = judge(question, profile);
  const { verdict, authorization, citations, reason } = judgement;
  const obligations = judgement.permitted ? judgement.obligations : [];
  return { id, verdict, authorization, citations, obligations, reason };
}

/** How a sentence names a case. */
export function nameOf(item: unknown, index: number): string {
  return isObject(item) && typeof item['id'] === 'string'
    ? `case ${plain(item['id'])}`
    : `cases[${index}]`;
}

/** What could be meant for one of these names and is not it. */
function strayNames(item: Readonly<Record<string, unknown>>, names: readonly string[]): string[] {
  return Object.keys(item).flatMap((key) => {
    if (key === '__proto__') return [`${key}: there is no such field`];
    const meant = names.find((name) => key !== name && stem(key) === stem(name));
    return meant === undefined
      ? []
      : [`${within('', key)}: there is no such field, did you mean ${meant}?`];
  });
}

const stem = (name: string) => name.trim().toLowerCase().replace(/s$/, '');

function readCase(item: unknown): { id: string; input: unknown } {
  if (!isObject(item)) throw new Misfit(['expected an object']);
  const stray = strayNames(item, ['id', 'input']);
  if (stray.length > 0) throw new Misfit(stray);
  const { id, input } = item;
  if (typeof id !== 'string' || id === '') throw new Misfit(['id: expected a text']);
  if (!isObject(input)) throw new Misfit(['input: expected an object']);
  return { id, input };
}

/** The form of the suite knows no dates, only before and after: any three days in order will do. */
const PAST = '2000-01-01';
const NOW = '2000-01-02T00:00:00Z';
const FUTURE = '2000-01-03';

const EXPIRY: Readonly<Record<NonNullable<CaseAuthorization['expiry']>, Expiry>> = {
  future: { kind: 'date', on: FUTURE },
  past: { kind: 'date', on: PAST },
  event_occurred: { kind: 'event', name: 'the event named', occurredOn: PAST },
  none: { kind: 'none' },
};

function translate({ sender, communication, recipient }: CaseInput): Question {
  const { optOut, authorizations, ...rest } = recipient;
  return {
    sender,
    communication,
    recipient: {
      ...rest,
      optOuts: optOut === null ? [] : [optOut],
      authorizations: authorizations.map(translateDocument),
    },
    now: NOW,
  };
}

function translateDocument(document: CaseAuthorization, index: number): AuthorizationDocument {
  const { signedAndDated, revoked, expiry, ...rest } = document;
  return {
    ...rest,
    id: `authorizations[${index}]`,
    signedOn: signedAndDated ? PAST : null,
    revokedAt: revoked ? NOW : null,
    expiry: expiry === null ? null : EXPIRY[expiry],
  };
}
