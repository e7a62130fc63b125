import { readFileSync } from 'node:fs';
import { recipientAt } from '@postern/core/consent';
import { BUILT_IN, readEmail, suggestMapping, toContactChange } from '@postern/core/contacts';
import { describe, expect, it } from 'vitest';
import { demoPatients, patientsCsv } from './index.ts';

const TODAY = '2026-11-21';
const patients = demoPatients('test', 2_000, TODAY);
const definitions = BUILT_IN.map((draft) => ({ ...draft, id: draft.key, deletedAt: null }));
const [heading = '', ...lines] = patientsCsv(patients).trimEnd().split('\n');
const mapping = suggestMapping(heading.split(','), definitions);
const standings = patients.map((patient) =>
  recipientAt(
    patient.consents.map((one, index) => ({ ...one, id: `${index}`, at: one.at.toISOString() })),
    `${TODAY}T23:59:59Z`,
  ),
);
const share = (test: (standing: (typeof standings)[number]) => boolean) =>
  standings.filter(test).length / standings.length;

describe('the demonstration’s patients', () => {
  it('are the same for the same seed and day, and others for another seed', () => {
    expect(demoPatients('test', 2_000, TODAY)).toEqual(patients);
    expect(demoPatients('other', 1, TODAY)).not.toEqual(patients.slice(0, 1));
  });

  it('have one record number each, and an address of their own at example.org unless they have none', () => {
    const numbers = patients.map((one) => one.attributes.record_number);
    const emails = patients.flatMap((one) => one.attributes.email ?? []);
    expect(new Set(numbers).size).toBe(2_000);
    expect(new Set(emails).size).toBe(emails.length);
    expect(emails.every((email) => String(email).endsWith('@example.org'))).toBe(true);
    expect(emails.every((email) => readEmail(String(email)) === email)).toBe(true);
    expect(2_000 - emails.length).toBeGreaterThan(20);
    expect(2_000 - emails.length).toBeLessThan(70);
  });

  it('read from their CSV form as what they are: every value is valid and in its normal form', () => {
    // all but the relation, which tells prospects from patients
    expect(mapping).toHaveLength(BUILT_IN.length - 1);
    lines.forEach((line, index) => {
      expect(line).not.toContain('"');
      const read = toContactChange(line.split(','), mapping, definitions);
      expect(read).toMatchObject({ kind: 'row', row: { set: patients[index]?.attributes } });
    });
  });

  it('were born, seen and asked before today', () => {
    for (const { attributes, consents } of patients) {
      expect(String(attributes.birth_date) < '2008-11-22').toBe(true);
      expect(String(attributes.last_visit ?? '') < TODAY).toBe(true);
      for (const { at } of consents) expect(at.toISOString() < `${TODAY}T`).toBe(true);
    }
  });

  it('show each kind of standing that the gate tells apart', () => {
    expect(share((one) => one.authorizations.length > 0)).toBeGreaterThan(0.25);
    expect(
      share((one) => one.authorizations.some((two) => two.revokedAt !== null)),
    ).toBeGreaterThan(0);
    expect(share((one) => one.optOuts.includes('all_commercial'))).toBeGreaterThan(0.01);
    expect(share((one) => one.optOuts.includes('marketing'))).toBeGreaterThan(0.01);
    expect(share((one) => one.restriction !== null)).toBeGreaterThan(0);
    expect(share((one) => one.confidentialCommunication === 'no_email')).toBeGreaterThan(0);
    expect(share((one) => one.parentOfConsentingMinor)).toBeGreaterThan(0);
    expect(share((one) => one.deceased)).toBeGreaterThan(0);
    expect(share((one) => one.deceased)).toBeLessThan(0.03);
  });

  it('have a sample file that a new user can import', () => {
    const path = new URL('../../../../docs/samples/patients.csv', import.meta.url);
    const sample = patientsCsv(demoPatients('sample', 60, TODAY, 200_001));
    expect(readFileSync(path, 'utf8')).toBe(sample);
  });
});
