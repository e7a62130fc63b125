import {
  type ConsentEvent,
  type ConsentFact,
  type OptOutScope,
  recipientAt,
  wishesAt,
} from '@postern/core/consent';
import type { AuthorizationDocument } from '@postern/core/gate';
import type { CodeableConcept, Consent, Extension } from 'fhir/r4.js';
import {
  ACT_CODE,
  ACT_REASON,
  CONTACT,
  DOCUMENT,
  DOCUMENT_ID,
  IDENTIFIER_TYPE,
  LOINC,
  OWN_SCOPE,
  POLICY_CODES,
  RECORD_NUMBER,
  SAID,
  SCOPE,
  SHA256,
} from './codes.ts';

/** Whose consents they are. */
export interface FhirPerson {
  readonly id: string;
  readonly recordNumber: string | null;
}

/** The file of a signed document, by the document's id. */
export interface SignedFile {
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: Buffer;
  readonly signedAt: Date;
}

const concept = (system: string, code: string): CodeableConcept => ({ coding: [{ system, code }] });

/**
 * Where a person stands at `at`, as FHIR R4 Consents: one for each document, each opt-out and each
 * opt-in that holds, and a restriction. How it came to be so is not among them; docs/fhir-consent.md
 * has the map and what is lost.
 */
export function consentsOf(
  person: FhirPerson,
  events: readonly ConsentEvent[],
  at: string,
  files: ReadonlyMap<string, SignedFile> = new Map(),
): readonly Consent[] {
  const past = events.filter((event) => Date.parse(event.at) <= Date.parse(at));
  const { authorizations, optOuts, restriction } = recipientAt(past, at);
  const wishes = wishesAt(past, at);
  const out = new Set<string>([
    ...optOuts,
    ...wishes.leftTopics.map((id) => `topic:${id}`),
    ...wishes.leftStreams.map((stream) => `stream:${stream}`),
  ]);
  const last = (is: (fact: ConsentFact) => boolean) =>
    past.reduce<string | null>(
      (time, event) =>
        is(event.fact) && (time === null || Date.parse(event.at) > Date.parse(time))
          ? event.at
          : time,
      null,
    );
  const base = (dateTime: string | null) => ({ ...frame(person), ...(dateTime && { dateTime }) });

  const consents: Consent[] = authorizations.map((document) => {
    const signed = last(
      (fact) => fact.kind === 'authorization_signed' && fact.document.id === document.id,
    );
    return { ...base(signed), ...authorization(document, files.get(document.id)) };
  });
  for (const scope of scopesOf(past)) {
    const refused = out.has(scope);
    const time = last((fact) =>
      refused
        ? (fact.kind === 'opted_out' && fact.scope === scope) ||
          (fact.kind === 'complained' && scope === 'marketing')
        : fact.kind === 'opted_in' && fact.scope === scope,
    );
    consents.push({ ...base(time), ...option(scope, refused) });
  }
  if (restriction !== null) {
    consents.push({ ...base(last(({ kind }) => kind === 'restriction_agreed')), ...RESTRICTED });
  }
  if (wishes.restrictionAsked) {
    const time = last(({ kind }) => kind === 'restriction_requested');
    consents.push({ ...base(time), ...RESTRICTED, status: 'proposed' });
  }
  return consents;
}

function scopesOf(events: readonly ConsentEvent[]): ReadonlySet<OptOutScope> {
  return new Set(
    events.flatMap(({ fact }): OptOutScope[] => {
      if (fact.kind === 'complained') return ['marketing'];
      return fact.kind === 'opted_out' || fact.kind === 'opted_in' ? [fact.scope] : [];
    }),
  );
}

function frame({ id, recordNumber }: FhirPerson) {
  const identifier =
    recordNumber === null
      ? { system: CONTACT, value: id }
      : { type: concept(IDENTIFIER_TYPE, 'MR'), system: RECORD_NUMBER, value: recordNumber };
  return {
    resourceType: 'Consent',
    status: 'active',
    scope: concept(SCOPE, 'patient-privacy'),
    category: [concept(LOINC, '57016-8')],
    patient: { type: 'Patient', identifier },
  } as const satisfies Partial<Consent>;
}

function option(scope: OptOutScope, refused: boolean): Pick<Consent, 'policyRule' | 'provision'> {
  const marketing = scope === 'marketing' || scope === 'all_commercial';
  return {
    policyRule: concept(ACT_CODE, refused ? 'OPTOUT' : 'OPTIN'),
    provision: {
      type: refused ? 'deny' : 'permit',
      code: [concept(OWN_SCOPE, scope)],
      ...(marketing && { purpose: [{ system: ACT_REASON, code: 'HMARKT' }] }),
    },
  };
}

const RESTRICTED: Pick<Consent, 'policyRule' | 'provision'> = {
  policyRule: concept(POLICY_CODES, 'hipaa-restrictions'),
  provision: { type: 'deny' },
};

function authorization(document: AuthorizationDocument, file: SignedFile | undefined) {
  const { expiry, signedOn, revokedAt } = document;
  const end = expiry?.kind === 'date' ? expiry.on : undefined;
  return {
    category: [concept(LOINC, '59284-0')],
    identifier: [{ system: DOCUMENT_ID, value: document.id }],
    status: revokedAt === null ? 'active' : 'inactive',
    policyRule: concept(POLICY_CODES, 'hipaa-auth'),
    extension: [{ url: DOCUMENT, extension: elements(document) }],
    ...(file && {
      sourceAttachment: {
        contentType: file.mediaType,
        size: file.bytes,
        creation: file.signedAt.toISOString(),
        // Attachment.hash is SHA-1 in R4: ours stands beside it
        extension: [{ url: SHA256, valueBase64Binary: file.sha256.toString('base64') }],
      },
    }),
    provision: {
      type: 'permit',
      ...((signedOn !== null || end !== undefined) && {
        period: { ...(signedOn !== null && { start: signedOn }), ...(end && { end }) },
      }),
    },
  } as const satisfies Partial<Consent>;
}

function elements(document: AuthorizationDocument): Extension[] {
  const { expiry } = document;
  return [
    ...document.kinds.map((valueCode) => ({ url: 'kind', valueCode })),
    ...(document.categories ?? ['all']).map((valueCode) => ({ url: 'category', valueCode })),
    { url: 'informationScope', valueCode: document.informationScope },
    ...SAID.map((url) => ({ url, valueBoolean: document[url] })),
    { url: 'combinedWith', valueCode: document.combinedWith ?? 'none' },
    ...(document.signedOn === null ? [] : [{ url: 'signedOn', valueDate: document.signedOn }]),
    ...(expiry?.kind === 'date' ? [{ url: 'expiryDate', valueDate: expiry.on }] : []),
    ...(expiry?.kind === 'none' ? [{ url: 'expiryNone', valueBoolean: true }] : []),
    ...(expiry?.kind === 'event' ? [{ url: 'expiryEvent', valueString: expiry.name }] : []),
    ...(expiry?.kind === 'event' && expiry.occurredOn !== null
      ? [{ url: 'expiryOccurred', valueDate: expiry.occurredOn }]
      : []),
    ...(document.revokedAt === null
      ? []
      : [{ url: 'revokedAt', valueDateTime: document.revokedAt }]),
  ];
}
