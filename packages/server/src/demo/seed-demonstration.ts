import type { Day } from '@postern/core/values';
import { v7 } from 'uuid';
import { recordConsent } from '../consent/index.ts';
import { createBuiltInDefinitions, loadDefinitions, writeContacts } from '../contacts/index.ts';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { DemoPatient } from './demo-patient.ts';
import { demoPatients } from './demo-patients.ts';
import { seedForm } from './seed-form.ts';

/** How many patients *Riverside Family Health* has. */
export const DEMO_PATIENTS = 2_000;

const SEED = 'Riverside Family Health';
const BATCH = 500;

export interface SeededPatient extends DemoPatient {
  readonly id: string;
}

/**
 * Gives an organization that has just been made, in the transaction that makes it, its built-in
 * definitions, a published form of authorization, the demonstration's patients and what is on file
 * about them. The people are the same for the same `today`; their ids are new, and they are on file
 * since `at`. Answers them all, for what is seeded on top.
 */
export async function seedDemonstration(
  tx: Tx,
  keys: OrganizationKeys,
  {
    today,
    at = new Date(`${today}T00:00:00Z`),
    count = DEMO_PATIENTS,
  }: { readonly today: Day; readonly at?: Date; readonly count?: number },
): Promise<readonly SeededPatient[]> {
  const organizationId = keys.organizationId;
  await createBuiltInDefinitions(tx, organizationId);
  await seedForm(tx, organizationId, at);
  const definitions = await loadDefinitions(tx, organizationId);
  const patients = demoPatients(SEED, count, today).map((patient) => ({ ...patient, id: v7() }));
  for (let from = 0; from < patients.length; from += BATCH) {
    const some = patients.slice(from, from + BATCH);
    const contacts = some.map(({ id, attributes }) => ({ id, attributes, before: null }));
    await writeContacts(tx, keys, definitions, contacts, at);
    const events = some.flatMap(({ id, consents }) =>
      consents.map((one) => ({ ...one, contactId: id, actor: 'system' })),
    );
    await recordConsent(tx, keys, events);
  }
  return patients;
}
