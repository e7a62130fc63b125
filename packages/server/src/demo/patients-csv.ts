import type { DemoPatient } from './demo-patient.ts';

/** Headings as a record system exports them, and the attributes behind them. */
const COLUMNS = {
  MRN: 'record_number',
  'First name': 'given_name',
  'Last name': 'family_name',
  Email: 'email',
  Phone: 'phone',
  'Date of birth': 'birth_date',
  Address: 'street',
  City: 'city',
  State: 'state',
  ZIP: 'zip',
  Insurance: 'plan',
  'Member ID': 'plan_number',
  Language: 'language',
  Diagnoses: 'conditions',
  Medications: 'drugs',
  'Last visit': 'last_visit',
  Department: 'department',
} as const;

/** These patients as a CSV file, lists between semicolons. Their consents are not in it. */
export function patientsCsv(patients: readonly DemoPatient[]): string {
  const rows = patients.map(({ attributes }) =>
    Object.values(COLUMNS).map((key) => {
      const value = attributes[key];
      return Array.isArray(value) ? value.join(';') : String(value ?? '');
    }),
  );
  return [Object.keys(COLUMNS), ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
}

function cell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
