/**
 * What people's records may be taken out for. What is asked is kept, since what is disclosed has to be no
 * more than the purpose needs (45 CFR 164.502(b), 164.514(d)).
 */
export const EXPORT_PURPOSES = [
  'treatment_operations',
  'quality_review',
  'mail_house',
  'patient_request',
  'audit',
  'other',
] as const;
export type ExportPurpose = (typeof EXPORT_PURPOSES)[number];

export const isExportPurpose = (word: string): word is ExportPurpose =>
  EXPORT_PURPOSES.some((one) => one === word);
