import { survivorsOf } from '../contacts/index.ts';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { openEvidence, sealEvidence } from './evidence.ts';
import { keepOfDeleted } from './kept-refusals.ts';
import type { NewConsent } from './new-consent.ts';

/**
 * What people say under the id of a record that was merged into another, as said of that one; evidence
 * is sealed to its person. Whom it is said of is held first (`keepOfDeleted`), so that nobody among them
 * is merged meanwhile; so are then those to whom they lead. Who is on file was merged into nobody.
 */
export async function toSurvivors(
  tx: Tx,
  keys: OrganizationKeys,
  given: readonly NewConsent[],
): Promise<readonly NewConsent[]> {
  const { organizationId } = keys;
  let events = given;
  let gone = await keepOfDeleted(tx, organizationId, events);
  for (;;) {
    const survivors = await survivorsOf(tx, organizationId, gone);
    if (survivors.size === 0) return events;
    events = events.map((event) => movedTo(keys, event, survivors.get(event.contactId)));
    const people = new Set(survivors.values());
    gone = await keepOfDeleted(
      tx,
      organizationId,
      events.filter(({ contactId }) => people.has(contactId)),
    );
  }
}

function movedTo(keys: OrganizationKeys, event: NewConsent, to: string | undefined): NewConsent {
  if (to === undefined) return event;
  const { contactId: from, evidence } = event;
  return {
    ...event,
    contactId: to,
    ...(evidence && { evidence: sealEvidence(keys, to, openEvidence(keys, from, evidence)) }),
  };
}
