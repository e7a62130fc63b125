import { readValue } from '@postern/core/contacts';
import type { Condition } from '@postern/core/segments';
import type { AttributeDefinition, Day } from '@postern/core/values';
import { sql } from 'kysely';
import { loadDefinitions } from '../contacts/index.ts';
import type { Database } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { compileQuestion } from '../segments/index.ts';
import type { EventOfForm } from './ended-documents.ts';
import { formVersion } from './form-version.ts';

export interface EventsOfForms {
  readonly events: readonly EventOfForm[];
  /**
   * How many versions name an event that nobody can tell any more: its attribute was deleted, or the
   * value is none of its kind. What was signed on them ends by hand alone.
   */
  readonly untold: number;
}

/** By which attribute the documents end that were signed on forms with an event. */
export async function eventsOfForms(
  db: Database,
  keys: OrganizationKeys,
  today: Day,
): Promise<EventsOfForms> {
  const { organizationId } = keys;
  const definitions = await loadDefinitions(db, organizationId);
  const events: EventOfForm[] = [];
  let untold = 0;
  for (const { id: formId, version } of await versionsWithEvent(db, organizationId)) {
    const form = await formVersion(db, organizationId, formId, version);
    const expiry = form?.content.expiry;
    const when = expiry?.kind === 'event' ? expiry.when : null;
    // the event of such a form is told by a person
    if (when === null) continue;
    const definition = definitions.find(({ key }) => key === when.attribute);
    const tree = definition === undefined ? null : conditionOf(definition, when.value);
    const question = { keys, tree, today };
    const compiled = tree === null ? null : await compileQuestion(db, question);
    if (compiled?.kind === 'compiled') events.push({ formId, version, segment: compiled.segment });
    else untold += 1;
  }
  return { events, untold };
}

/** Of every form the versions that may have been signed and may name an event, retired ones too. */
function versionsWithEvent(db: Database, organizationId: string) {
  return db
    .selectFrom('authorization_forms')
    .select(['id', 'version'])
    .where('organization_id', '=', organizationId)
    .where('state', '<>', 'draft')
    .where(sql<boolean>`content #>> '{expiry,kind}' = 'event'`)
    .orderBy('id')
    .orderBy('version')
    .execute();
}

/** The value as a file would hold it, which is how attributes come. */
function conditionOf(definition: AttributeDefinition, text: string): Condition | null {
  const read = readValue(definition, text);
  if ('problem' in read || read.value === null) return null;
  const { key: attribute } = definition;
  const { value } = read;
  return typeof value === 'object'
    ? { op: 'anyOf', attribute, values: value }
    : { op: 'equals', attribute, value };
}
