import { readFileSync } from 'node:fs';
import { type ConsentFact, recipientAt } from '@postern/core/consent';
import {
  type AuthorizationDocument,
  answerCase,
  type GateCase,
  readCaseFile,
} from '@postern/core/gate';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeRiverside, type Riverside } from '../../../../tests/campaigns/riverside.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { loadDefinitions, openContacts, writeContacts } from '../contacts/index.ts';
import { type Database, inTransaction, openDatabase } from '../database/index.ts';
import { loadConsent, type NewConsent, recordConsent } from './index.ts';

const file = readFileSync(new URL('../../../../tests/gate/cases.json', import.meta.url), 'utf8');
const CASES = readCaseFile(file);
const EXPECTED = new Map(
  (JSON.parse(file) as { cases: { id: string; expected: object }[] }).cases.map(
    ({ id, expected }) => [id, expected],
  ),
);
/** Before the moment at which the cases are asked. */
const BEFORE = '2000-01-01T12:00:00Z';

let scratch: TestDatabase;
let database: Database;
let riverside: Riverside;
const ids = new Map(CASES.map(({ id }) => [id, v7()]));

beforeAll(async () => {
  scratch = await testDatabase();
  ({ database } = openDatabase(scratch.url, () => {}));
  riverside = await makeRiverside(database, 'law');
  await inTransaction(database, async (tx) => {
    const { keys, organizationId } = riverside;
    const definitions = await loadDefinitions(tx, organizationId);
    const contacts = CASES.map(({ id, question: { recipient } }) => ({
      id: ids.get(id) ?? '',
      before: null,
      attributes: recipient.state === null ? {} : { state: recipient.state },
    }));
    await writeContacts(tx, keys, definitions, contacts, new Date(BEFORE));
    // what comes last is written first: each event says itself when it took effect
    await recordConsent(tx, keys, CASES.flatMap(eventsOf).toReversed());
  });
});
afterAll(async () => {
  await database.destroy();
  await scratch.drop();
});

/** What must have happened for the recipient to stand as the case says. */
function eventsOf({ id, question: { recipient } }: GateCase): NewConsent[] {
  const event = (fact: ConsentFact, at = BEFORE): NewConsent => ({
    ...{ contactId: ids.get(id) ?? '', fact, source: 'staff', actor: 'system', at: new Date(at) },
  });
  const { restriction, confidentialCommunication: wish, deceased } = recipient;
  return [
    ...recipient.optOuts.map((scope) => event({ kind: 'opted_out', scope })),
    ...(restriction === null ? [] : [event({ kind: 'restriction_agreed' })]),
    ...(wish === null ? [] : [event({ kind: 'confidential_communication', wish })]),
    ...(deceased ? [event({ kind: 'deceased', on: null })] : []),
    ...(recipient.parentOfConsentingMinor
      ? [event({ kind: 'minor_consents_alone', parent: true })]
      : []),
    ...recipient.authorizations.flatMap((document) => {
      const { id: documentId, expiry, revokedAt } = document;
      const on = expiry?.kind === 'event' ? expiry.occurredOn : null;
      return [
        event({ kind: 'authorization_signed', document: asSigned(document) }),
        ...(revokedAt === null
          ? []
          : [event({ kind: 'authorization_revoked', documentId }, revokedAt)]),
        ...(on === null
          ? []
          : [event({ kind: 'authorization_expired', documentId, because: 'event', on })]),
      ];
    }),
  ];
}

/** As it was on the day of the signature, when nothing had become of it yet. */
function asSigned(document: AuthorizationDocument): AuthorizationDocument {
  const { expiry } = document;
  return {
    ...document,
    revokedAt: null,
    expiry: expiry?.kind === 'event' ? { ...expiry, occurredOn: null } : expiry,
  };
}

describe('what is on file of the recipients of the conformance suite', () => {
  test('are 36 cases', () => {
    expect(CASES).toHaveLength(36);
  });

  test.each(CASES.map((one) => [one.id, one] as const))(
    'gives the verdict of %s',
    async (id, one) => {
      const { keys, organizationId } = riverside;
      const contact = ids.get(id) ?? '';
      const consent = await loadConsent(database, keys, [contact]);
      const definitions = await loadDefinitions(database, organizationId);
      const opened = await openContacts(database, keys, organizationId, [contact], definitions);
      const state = opened.get(contact)?.attributes['state'];
      const recipient = {
        ...recipientAt(consent.get(contact) ?? [], one.question.now),
        state: typeof state === 'string' ? state : null,
      };
      const stored = answerCase({ id, question: { ...one.question, recipient } }, 'law');
      expect(stored).toEqual(answerCase(one, 'law'));
      expect(stored).toMatchObject(EXPECTED.get(id) ?? { verdict: 'one that is expected' });
    },
  );
});
