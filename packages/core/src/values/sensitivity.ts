/**
 * The sensitivity classes of attributes, least first. The class of a segment or a template is the
 * highest that it touches, so that nobody has to classify a campaign by hand.
 *
 * - `identifier`: names the person and no more (record number, street, family name).
 * - `contact`: how one writes to and addresses the person (email, given name, language).
 * - `demographic`: age, place, plan.
 * - `service`: that and when care was given (last visit, department).
 * - `diagnosis`: conditions, drugs.
 * - `psychotherapy`: psychotherapy notes, 45 CFR 164.501; an authorization of their own.
 * - `part2`: substance-use records, 42 CFR Part 2.
 */
export const SENSITIVITIES = [
  'identifier',
  'contact',
  'demographic',
  'service',
  'diagnosis',
  'psychotherapy',
  'part2',
] as const;

export type Sensitivity = (typeof SENSITIVITIES)[number];

export const isSensitivity = (word: string): word is Sensitivity =>
  SENSITIVITIES.some((one) => one === word);

/** A class, and the attribute (by key) that causes it. */
export interface Classified {
  readonly sensitivity: Sensitivity;
  readonly causedBy: string;
}

/** Less than zero when `a` reveals less than `b`. */
export function compareSensitivity(a: Sensitivity, b: Sensitivity): number {
  return SENSITIVITIES.indexOf(a) - SENSITIVITIES.indexOf(b);
}

/** The most revealing of the given; of equals the first; null when nothing is touched. */
export function mostSensitive(touched: Iterable<Classified>): Classified | null {
  let most: Classified | null = null;
  for (const one of touched) {
    if (most === null || compareSensitivity(one.sensitivity, most.sensitivity) > 0) most = one;
  }
  return most;
}
