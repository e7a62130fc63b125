import type { ConsentFact } from '@postern/core/consent';
import type { AuthorizationDocument, AuthorizationKind, Revealing } from '@postern/core/gate';
import { addDays, type Day } from '@postern/core/values';
import type { Chance } from './chance.ts';
import type { DemoConsent } from './demo-patient.ts';

/** What is on file about one patient: about a third signed something, few refused something. */
export function consentsOf(luck: Chance, state: string, today: Day): readonly DemoConsent[] {
  const found: DemoConsent[] = [];
  const add = (daysAgo: number, source: string, fact: ConsentFact) =>
    found.push({ at: new Date(`${addDays(today, -daysAgo)}T17:00:00Z`), source, fact });

  if (luck.happens(0.34)) {
    const signedAgo = luck.between(20, 700);
    const document = { ...sound(luck, today, signedAgo), ...kindsFor(luck, state) };
    const fate = luck.next();
    const signed =
      fate < 0.1
        ? { ...document, ...luck.pick(DEFECTS) }
        : fate < 0.18
          ? {
              ...document,
              expiry: { kind: 'date' as const, on: addDays(today, -luck.between(1, 19)) },
            }
          : document;
    add(signedAgo, 'paper', { kind: 'authorization_signed', document: signed });
    if (fate > 0.93) {
      const daysAgo = luck.between(1, signedAgo - 1);
      add(daysAgo, 'staff', { kind: 'authorization_revoked', documentId: document.id });
    }
  }
  const refusal = luck.next();
  const scope =
    refusal < 0.03
      ? 'all_commercial'
      : refusal < 0.075
        ? 'marketing'
        : refusal < 0.09
          ? 'fundraising'
          : null;
  if (scope !== null) {
    const daysAgo = luck.between(30, 500);
    add(daysAgo, luck.pick(['one-click', 'staff']), { kind: 'opted_out', scope });
    if (luck.happens(0.15)) {
      add(luck.between(1, daysAgo - 1), 'staff', { kind: 'opted_in', scope });
    }
  }
  rareOf(luck, today, add);
  return found;
}

function rareOf(
  luck: Chance,
  today: Day,
  add: (daysAgo: number, source: string, fact: ConsentFact) => void,
): void {
  const rare = luck.next();
  const daysAgo = luck.between(3, 400);
  if (rare < 0.006) add(daysAgo, 'staff', { kind: 'restriction_agreed' });
  else if (rare < 0.015) {
    add(daysAgo, 'staff', { kind: 'confidential_communication', wish: 'no_email' });
  } else if (rare < 0.018) {
    add(daysAgo, 'staff', { kind: 'confidential_communication', wish: 'other_address' });
  } else if (rare < 0.026) {
    add(daysAgo, 'staff', { kind: 'deceased', on: addDays(today, -daysAgo - 4) });
  } else if (rare < 0.028) add(daysAgo, 'staff', { kind: 'minor_consents_alone', parent: true });
  else if (rare < 0.03) {
    add(daysAgo, 'staff', { kind: 'restriction_agreed' });
    add(1, 'staff', { kind: 'restriction_ended' });
  }
}

const SCOPES: readonly (readonly [Revealing, number])[] = [
  ['diagnosis', 55],
  ['service', 20],
  ['demographic', 15],
  ['contact', 10],
];

/** A document with all that 45 CFR 164.508(c) asks for. */
function sound(luck: Chance, today: Day, signedAgo: number): AuthorizationDocument {
  const representative = luck.happens(0.05);
  return {
    id: luck.uuid(),
    kinds: ['marketing'],
    categories: null,
    informationScope: luck.weighted(SCOPES),
    informationDescribed: true,
    disclosingPartyNamed: true,
    receivingPartyNamed: true,
    purposeDescribed: true,
    expiry: luck.happens(0.85)
      ? { kind: 'date', on: addDays(today, luck.between(40, 900)) }
      : { kind: 'event', name: 'End of care at Riverside Family Health', occurredOn: null },
    signedOn: addDays(today, -signedAgo),
    signedByRepresentative: representative,
    representativeAuthorityDescribed: representative,
    statesRightToRevoke: true,
    statesNoConditioning: true,
    statesRedisclosureRisk: true,
    statesRemuneration: false,
    statesSale: false,
    combinedWith: null,
    conditionedOnTreatment: false,
    knownFalseInformation: false,
    revokedAt: null,
    copyGiven: luck.happens(0.95),
  };
}

function kindsFor(luck: Chance, state: string): Partial<AuthorizationDocument> {
  const kinds: AuthorizationKind[] = ['marketing'];
  const paid = luck.happens(0.3);
  if (paid) kinds.push('marketing_remunerated');
  if (state === 'CA' && luck.happens(0.5)) kinds.push('cmia_auth');
  if (state === 'WA' && luck.happens(0.3)) kinds.push('mhmda_consent');
  return { kinds, statesRemuneration: paid };
}

/** What goes wrong on paper. */
const DEFECTS: readonly Partial<AuthorizationDocument>[] = [
  { expiry: null },
  { signedOn: null },
  { statesRightToRevoke: false },
  { statesRedisclosureRisk: false },
  { informationDescribed: false },
  { combinedWith: 'treatment_consent' },
  { conditionedOnTreatment: true },
  { signedByRepresentative: true, representativeAuthorityDescribed: false },
];
