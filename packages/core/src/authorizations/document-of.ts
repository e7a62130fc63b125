import { AUTHORIZATION_KINDS, type AuthorizationDocument, type Expiry } from '../gate/index.ts';
import type { Day } from '../values/index.ts';
import type { AuthorizationForm, FormExpiry } from './form.ts';

/** What was added to the form by whoever signed it. */
export interface Signature {
  readonly signedOn: Day;
  /** What the representative may do for the person, in their words; null where the person signed. */
  readonly authority: string | null;
  readonly copyGiven: boolean;
}

/**
 * The document that a form becomes when it is signed, as the gate reads it. A testimonial is signed on
 * the same paper and is no kind of the gate's: its story is published by people, not by a message.
 */
export function documentOf(
  form: AuthorizationForm,
  { signedOn, authority, copyGiven }: Signature,
  id: string,
): AuthorizationDocument {
  const { statements } = form;
  const said = (text: string) => text.trim() !== '';
  return {
    id,
    kinds: AUTHORIZATION_KINDS.filter((kind) => form.kinds.includes(kind)),
    categories: form.categories,
    informationScope: form.informationScope,
    informationDescribed: said(form.information),
    disclosingPartyNamed: said(form.discloser),
    receivingPartyNamed: said(form.receiver),
    purposeDescribed: said(form.purpose),
    expiry: form.expiry && expiryOf(form.expiry, signedOn),
    signedOn,
    signedByRepresentative: authority !== null,
    representativeAuthorityDescribed: authority !== null && said(authority),
    statesRightToRevoke: said(statements.revocation),
    statesNoConditioning: said(statements.noConditioning),
    statesRedisclosureRisk: said(statements.redisclosure),
    statesRemuneration: said(statements.remuneration),
    statesSale: said(statements.sale),
    combinedWith: null,
    conditionedOnTreatment: false,
    knownFalseInformation: false,
    revokedAt: null,
    copyGiven,
  };
}

function expiryOf(expiry: FormExpiry, signedOn: Day): Expiry {
  switch (expiry.kind) {
    case 'date':
      return { kind: 'date', on: expiry.on };
    case 'after':
      return { kind: 'date', on: monthsAfter(signedOn, expiry.months) };
    case 'event':
      return { kind: 'event', name: expiry.name, occurredOn: null };
  }
}

/** The same day so many months later; of a month that is shorter, its last. */
function monthsAfter(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  const on = new Date(Date.UTC(year, month - 1 + months, Math.min(date, last)));
  return on.toISOString().slice(0, 10);
}
