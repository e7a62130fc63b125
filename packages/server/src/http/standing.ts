import {
  type ConsentEvent,
  consentSentence,
  recipientAt,
  sourceWords,
  standingSentences,
} from '@postern/core/consent';
import { dayWritten } from '@postern/core/consent-exchange';
import { displayName } from '@postern/core/contacts';
import { type AuthorizationDocument, defectsOf } from '@postern/core/gate';
import type { Principal } from '../access/index.ts';
import type { Suppression } from '../consent/index.ts';
import type { NumberedDefinition, OpenedContact, Trace } from '../contacts/index.ts';
import { shownValues } from './shown-values.ts';

/** A contact's page: what is known, where the person stands, what is on file and how it came. */
export function contactDetail(
  contact: OpenedContact,
  { viewer, definitions }: { viewer: Principal; definitions: readonly NumberedDefinition[] },
  consent: readonly ConsentEvent[],
  suppression: Suppression | null,
  now: Date,
  {
    topics = new Map(),
    traces = [],
  }: { readonly topics?: ReadonlyMap<string, string>; readonly traces?: readonly Trace[] } = {},
) {
  const at = now.toISOString();
  const topicName = (id: string) => topics.get(id) ?? null;
  const { authorizations, ...standing } = recipientAt(consent, at);
  return {
    id: contact.id,
    name: displayName(contact.attributes),
    ...shownValues(contact.attributes, definitions, viewer),
    createdAt: contact.createdAt.toISOString(),
    updatedAt: contact.updatedAt.toISOString(),
    merged: traces.map(({ id, mergedAt, mergedBy }) => ({
      ...{ id, mergedAt: mergedAt.toISOString(), mergedBy },
    })),
    standing: {
      optOuts: standing.optOuts,
      restriction: standing.restriction !== null,
      confidentialCommunication: standing.confidentialCommunication,
      deceased: standing.deceased,
      sentences: [...standingSentences(consent, at, topicName)],
      suppressed: suppression && {
        reason: suppression.reason,
        detail: suppression.detail,
        since: suppression.since.toISOString(),
      },
    },
    authorizations: authorizations.map((document) => shownDocument(document, at)),
    consent: consent.toReversed().map(({ id, at: when, source, fact }) => ({
      id,
      at: when,
      day: dayWritten({ source, at: when }),
      source,
      sourceWords: sourceWords(source),
      kind: fact.kind,
      sentence: consentSentence(fact, topicName),
    })),
  };
}

export function shownDocument(document: AuthorizationDocument, now: string) {
  const category = document.categories?.[0] ?? 'own_service';
  // asked for the least that it could allow: what is wrong then is wrong for every message
  const found = document.kinds.map((kind) =>
    defectsOf(document, { kind, category, reveals: 'none' }, now),
  );
  return {
    id: document.id,
    kinds: document.kinds,
    signedOn: document.signedOn,
    expiry: expiryInWords(document),
    // good for one of its kinds it is good; what keeps it from the others is told all the same
    valid: found.some((defects) => defects.length === 0),
    defects: [...new Set(found.flat().map((defect) => defect.sentence))],
    informationScope: document.informationScope,
    revokedAt: document.revokedAt,
  };
}

function expiryInWords({ expiry }: AuthorizationDocument): string {
  switch (expiry?.kind) {
    case 'date':
      return `until ${expiry.on}`;
    case 'event':
      return `until “${expiry.name}”${expiry.occurredOn ? `, which was on ${expiry.occurredOn}` : ''}`;
    case 'none':
      return 'says that it never ends';
    default:
      return 'no end is stated';
  }
}
