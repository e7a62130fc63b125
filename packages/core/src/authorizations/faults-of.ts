import type { Day } from '../values/index.ts';
import { missingElements } from './elements.ts';
import { expiryFaults } from './expiry-faults.ts';
import type { Fault } from './fault.ts';
import type { AuthorizationForm, FormExpiry } from './form.ts';
import { kindFaults } from './kind-faults.ts';
import { testimonialFaults } from './testimonial-faults.ts';
import { OPEN, textsOf } from './texts.ts';

/**
 * Why what is signed on this form would not be valid; empty when it may be published. 45 CFR 164.508,
 * 42 CFR 2.31, RCW 19.373.030, Cal. Civ. Code 56.11. A form without faults, signed and dated, is a
 * document without defects for each of its kinds (`defectsOf`).
 */
export function faultsOf(form: AuthorizationForm, today: Day): readonly Fault[] {
  return [
    ...headFaults(form),
    ...kindFaults(form),
    ...missingElements(form),
    ...testimonialFaults(form),
    ...expiryFaults(form, today),
    ...openNames(form),
  ];
}

const PLAIN = '45 CFR 164.508(c)(3)';

function headFaults({ title, language }: AuthorizationForm): readonly Fault[] {
  const faults: Fault[] = [];
  if (title.trim() === '') {
    const sentence = 'Give the form a title that says what is signed.';
    faults.push({ code: 'title_missing', place: 'title', sentence, citations: [PLAIN] });
  }
  if (!/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/iu.test(language)) {
    const sentence = 'Say in which language it is written, such as "en" or "es".';
    faults.push({ code: 'language_missing', place: 'language', sentence, citations: [PLAIN] });
  }
  return faults;
}

function openNames(form: AuthorizationForm): readonly Fault[] {
  return textsOf(form)
    .filter(([, text]) => OPEN.test(text))
    .map(([place, text]) => ({
      code: 'name_open',
      place,
      sentence: `Fill in ${OPEN.exec(text)?.[0]}.`,
      citations: [PLAIN],
    }));
}

/** What can be published so, and is better otherwise. */
export function warningsOf({ kinds, expiry }: AuthorizationForm): readonly Fault[] {
  const warnings: Fault[] = [];
  if (expiry?.kind === 'event' && expiry.when === null) {
    warnings.push({
      code: 'event_unseen',
      place: 'expiry',
      sentence:
        'Say which attribute tells that the event has occurred; without it somebody has to end the authorization by hand.',
      citations: ['45 CFR 164.508(b)(2)(i)'],
    });
  }
  if (kinds.includes('cmia_auth') && expiry !== null && !withinYear(expiry)) {
    warnings.push({
      code: 'longer_than_a_year',
      place: 'expiry',
      sentence: 'California holds it to a year, unless whoever signs asks for longer.',
      citations: ['Cal. Civ. Code 56.11'],
    });
  }
  return warnings;
}

/** A date or event may be further off than a year after the signature. */
const withinYear = (expiry: FormExpiry) => expiry.kind === 'after' && expiry.months <= 12;
