import { type Day, isDay } from '../values/index.ts';
import { citationsFor } from './elements.ts';
import type { Fault } from './fault.ts';
import type { AuthorizationForm, FormExpiry } from './form.ts';

/** A year and a half is long, a hundred years is "none" by another name. */
const MOST_MONTHS = 120;

/** What says that it never ends; that is for research alone, and mail is none. */
const NEVER =
  /^(none|never|no (expiry|expiration|end|date|event)|n\/?a|not applicable|indefinite(ly)?|forever|perpetual(ly)?|unlimited|until revoked)[.!]?$/iu;

/** Whether the form says when it ends, and that this is still to come: 45 CFR 164.508(c)(1)(v). */
export function expiryFaults(form: AuthorizationForm, today: Day): readonly Fault[] {
  const wrong = form.expiry === null ? MISSING : faultIn(form.expiry, today);
  if (wrong === null) return [];
  const law = { hipaa: '45 CFR 164.508(c)(1)(v)', part2: '42 CFR 2.31(a)(7)' };
  return [{ ...wrong, place: 'expiry', citations: citationsFor(form, law) }];
}

const fault = (code: string, sentence: string) => ({ code, sentence });
const MISSING = fault(
  'expiry_missing',
  'Say when it ends: a date, a number of months, or an event.',
);

function faultIn(expiry: FormExpiry, today: Day) {
  switch (expiry.kind) {
    case 'date':
      if (!isDay(expiry.on)) return MISSING;
      return expiry.on > today
        ? null
        : fault('expiry_past', 'It ends today or earlier; give a date that is still to come.');
    case 'after':
      if (!Number.isInteger(expiry.months) || expiry.months < 1) {
        return fault('expiry_months', 'It ends after a whole number of months, one or more.');
      }
      return expiry.months > MOST_MONTHS
        ? fault('expiry_months', `It ends after ${MOST_MONTHS} months at most.`)
        : null;
    case 'event': {
      const name = expiry.name.trim();
      if (name === '') return fault('expiry_missing', 'Name the event at which it ends.');
      return NEVER.test(name)
        ? fault('expiry_none', 'It says that it never ends, which is for research only.')
        : null;
    }
  }
}
