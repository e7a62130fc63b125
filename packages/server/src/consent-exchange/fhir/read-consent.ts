import { type ConsentFact, type OptOutScope, STREAMS } from '@postern/core/consent';
import { mayLoosen, type RowTime, readTime, timeOf } from '@postern/core/consent-exchange';
import { OPT_OUTS } from '@postern/core/gate';
import {
  ACT_CODE,
  ACT_REASON,
  CONTACT,
  DOCUMENT,
  DOCUMENT_ID,
  OWN_SCOPE,
  POLICY_CODES,
  RECORD_NUMBER,
  SCOPE,
} from './codes.ts';
import {
  at,
  codesOf,
  type FhirFault,
  isObject,
  items,
  type Note,
  notes,
  onlyKnown,
  type Place,
} from './json-reader.ts';
import { readFhirDocument } from './read-document.ts';

export interface FhirClaim {
  readonly fact: ConsentFact;
  readonly time: RowTime;
}

/** Who it is about: a record number, or a contact's id in this installation. */
export type FhirPatient =
  | { readonly kind: 'record-number'; readonly value: string }
  | { readonly kind: 'contact'; readonly id: string };

export type ReadConsent =
  | { readonly kind: 'read'; readonly patient: FhirPatient; readonly claims: readonly FhirClaim[] }
  | { readonly kind: 'refused'; readonly faults: readonly FhirFault[] };

const KNOWN = [
  'resourceType',
  'id',
  'meta',
  'language',
  'text',
  'extension',
  'identifier',
  'status',
  'scope',
  'category',
  'patient',
  'dateTime',
  'performer',
  'organization',
  'sourceAttachment',
  'sourceReference',
  'policy',
  'policyRule',
  'verification',
  'provision',
];
const MOMENT = 'a day or a time with its zone, not in the future';

/**
 * Reads a FHIR R4 Consent as what it says of a person, or says where it is not understood. Nothing is
 * guessed: a field that we do not know, an exception within a provision or a rule that is not ours
 * refuses the whole. `patientSystem` is the system whose identifiers are the record numbers here,
 * beside our own.
 */
export function readConsent(
  consent: Place,
  { now, patientSystem }: { readonly now: Date; readonly patientSystem: string | null },
): ReadConsent {
  const { faults, note } = notes();
  if (!isObject(consent.value)) note(consent, 'an object: a Consent of FHIR R4');
  else if (consent.value['resourceType'] !== 'Consent') {
    note(at(consent, 'resourceType'), 'Consent');
  } else {
    onlyKnown(consent, KNOWN, note);
    onlyKnown(at(consent, 'provision'), ['id', 'type', 'period', 'purpose', 'code'], note);
    for (const extension of items(at(consent, 'extension'))) {
      if (at(extension, 'url').value !== DOCUMENT) note(at(extension, 'url'), DOCUMENT);
    }
    for (const verification of items(at(consent, 'verification'))) {
      const verified = at(verification, 'verified');
      if (verified.value !== true) note(verified, 'true: what is not verified is not on file');
    }
    const scope = codesOf(at(consent, 'scope'));
    if (!scope.some(({ system, code }) => system === SCOPE && code === 'patient-privacy')) {
      note(at(consent, 'scope'), 'the scope patient-privacy; research and treatment are others');
    }
    const patient = readPatient(at(consent, 'patient'), patientSystem, note);
    const claims = readClaims(consent, now, note);
    if (faults.length === 0 && patient !== null && claims !== null) {
      return { kind: 'read', patient, claims };
    }
  }
  return { kind: 'refused', faults };
}

function readPatient(place: Place, system: string | null, note: Note): FhirPatient | null {
  const identifier = at(place, 'identifier');
  const value = at(identifier, 'value');
  if (typeof value.value !== 'string' || value.value.trim() === '') {
    return note(value, 'a record number; a reference to a Patient elsewhere cannot be followed');
  }
  const named = at(identifier, 'system').value;
  if (named === CONTACT) return { kind: 'contact', id: value.value };
  if (named === RECORD_NUMBER || (named !== undefined && named === system)) {
    return { kind: 'record-number', value: value.value };
  }
  const own = system === null ? '' : `, or ${system}`;
  return note(
    at(identifier, 'system'),
    `${RECORD_NUMBER}${own}: numbers of another system may be other people’s`,
  );
}

const RULES = [
  { system: ACT_CODE, code: 'OPTOUT', rule: 'out' },
  { system: ACT_CODE, code: 'OPTIN', rule: 'in' },
  { system: POLICY_CODES, code: 'hipaa-auth', rule: 'authorization' },
  { system: POLICY_CODES, code: 'hipaa-restrictions', rule: 'restriction' },
] as const;

function readClaims(consent: Place, now: Date, note: Note): readonly FhirClaim[] | null {
  const policy = at(consent, 'policyRule');
  const found = RULES.filter((rule) =>
    codesOf(policy).some(({ system, code }) => system === rule.system && code === rule.code),
  );
  const [only] = found;
  if (only === undefined || found.length > 1) {
    return note(policy, `one of: ${RULES.map(({ code }) => code).join(', ')}`);
  }
  const type = at(at(consent, 'provision'), 'type');
  const wanted = only.rule === 'in' || only.rule === 'authorization' ? 'permit' : 'deny';
  if (type.value !== wanted) note(type, `${wanted}, as ${only.code} says`);
  const status = at(consent, 'status');
  const statuses = {
    out: ['active'],
    in: ['active'],
    authorization: ['active', 'inactive'],
    restriction: ['active', 'proposed'],
  }[only.rule];
  if (typeof status.value !== 'string' || !statuses.includes(status.value)) {
    note(status, `one of: ${statuses.join(', ')}`);
  }
  switch (only.rule) {
    case 'out':
    case 'in': {
      const scope = readScope(at(consent, 'provision'), note);
      if (at(at(consent, 'provision'), 'period').value !== undefined) {
        note(at(at(consent, 'provision'), 'period'), 'nothing: an opt-out here has no end');
      }
      if (scope === null) return null;
      return timed(
        consent,
        { kind: only.rule === 'out' ? 'opted_out' : 'opted_in', scope },
        now,
        note,
      );
    }
    case 'restriction': {
      for (const key of ['period', 'purpose', 'code']) {
        const part = at(at(consent, 'provision'), key);
        if (part.value !== undefined) note(part, 'nothing: a restriction here is of every use');
      }
      const kind = status.value === 'proposed' ? 'restriction_requested' : 'restriction_agreed';
      return timed(consent, { kind }, now, note);
    }
    case 'authorization':
      return readAuthorization(consent, status.value === 'inactive', now, note);
  }
}

function readScope(provision: Place, note: Note): OptOutScope | null {
  const codes = items(at(provision, 'code')).flatMap(codesOf);
  const own = codes.filter(({ system }) => system === OWN_SCOPE);
  const place = at(provision, 'code');
  const purposes = items(at(provision, 'purpose'));
  const marketing = purposes.filter(
    (purpose) =>
      at(purpose, 'system').value === ACT_REASON && at(purpose, 'code').value === 'HMARKT',
  );
  if (marketing.length !== purposes.length) note(at(provision, 'purpose'), 'HMARKT alone');
  const [scope] = own;
  if (scope === undefined) {
    if (items(place).length === 0 && marketing.length > 0) return 'marketing';
    return note(place, `a code of ${OWN_SCOPE}, or the purpose HMARKT`);
  }
  if (items(place).length > 1 || codes.length > 1) return note(place, 'one code alone');
  const known = [...OPT_OUTS, ...STREAMS.map((stream) => `stream:${stream}` as const)];
  const word = known.find((one) => one === scope.code);
  if (word !== undefined) return word;
  if (/^topic:\S/.test(scope.code)) return `topic:${scope.code.slice('topic:'.length)}`;
  return note(at(scope.place, 'code'), `one of: ${known.join(', ')}, topic:NAME`);
}

function timed(consent: Place, fact: ConsentFact, now: Date, note: Note): FhirClaim[] | null {
  const place = at(consent, 'dateTime');
  const { value } = place;
  const time =
    value === undefined ? readTime('') : typeof value === 'string' ? readTime(value) : null;
  if (time === null || timeOf(time, fact, now) === null) return note(place, MOMENT);
  if (time.kind === 'none' && mayLoosen(fact)) {
    return note(place, `${MOMENT}: what allows more counts only from when it was said`);
  }
  return [{ fact, time }];
}

function readAuthorization(
  consent: Place,
  inactive: boolean,
  now: Date,
  note: Note,
): readonly FhirClaim[] | null {
  const ids = items(at(consent, 'identifier')).flatMap((identifier) => {
    const value = at(identifier, 'value').value;
    return at(identifier, 'system').value === DOCUMENT_ID && typeof value === 'string'
      ? [value]
      : [];
  });
  const [id] = ids;
  if (id === undefined || ids.length > 1) {
    return note(at(consent, 'identifier'), `one identifier of the system ${DOCUMENT_ID}`);
  }
  const document = readFhirDocument(consent, id, note);
  if (document === null) return null;
  const period = at(at(consent, 'provision'), 'period');
  const end = at(period, 'end');
  const on = document.expiry?.kind === 'date' ? document.expiry.on : undefined;
  if (end.value !== on) note(end, 'the same end as in the extension');
  const start = at(period, 'start');
  if (start.value !== (document.signedOn ?? undefined)) {
    note(start, 'the day of the signature, as in the extension');
  }
  const claims = timed(consent, { kind: 'authorization_signed', document }, now, note);
  const revoked = items(at(consent, 'extension'))
    .flatMap((one) => items(at(one, 'extension')))
    .find((part) => at(part, 'url').value === 'revokedAt');
  if (!inactive) {
    return revoked ? note(at(consent, 'status'), 'inactive, since it was revoked') : claims;
  }
  if (revoked === undefined) {
    return note(at(consent, 'status'), 'active, or in the extension when it was revoked');
  }
  const place = at(revoked, 'valueDateTime');
  const fact = { kind: 'authorization_revoked', documentId: id } as const;
  const time = typeof place.value === 'string' ? readTime(place.value) : null;
  if (time === null || time.kind === 'none' || timeOf(time, fact, now) === null) {
    return note(place, MOMENT);
  }
  return claims && [...claims, { fact, time }];
}
