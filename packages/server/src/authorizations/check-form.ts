import {
  type AuthorizationForm,
  attributeFaults,
  type Fault,
  faultsOf,
  warningsOf,
} from '@postern/core/authorizations';
import type { Day } from '@postern/core/values';
import { loadDefinitions } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
import { PLAIN_GRADE, readingGrade } from './reading-grade.ts';

export interface CheckedForm {
  /** Why it may not be published; empty when it may. */
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
  /** A school grade; null where it is not measured. */
  readonly readingGrade: number | null;
}

/** What a form lacks, and how hard it is to read. Nothing is saved. */
export async function checkForm(
  db: Database | Tx,
  organizationId: string,
  form: AuthorizationForm,
  today: Day,
): Promise<CheckedForm> {
  const definitions = await loadDefinitions(db, organizationId);
  const grade = readingGrade(form);
  return {
    faults: [...faultsOf(form, today), ...attributeFaults(form, definitions)],
    warnings: [...warningsOf(form), ...(grade !== null && grade > PLAIN_GRADE ? [HARD] : [])],
    readingGrade: grade,
  };
}

const HARD: Fault = {
  code: 'hard_to_read',
  place: 'introduction',
  sentence: `It reads above grade ${PLAIN_GRADE}: shorter sentences and plainer words reach more people.`,
  citations: ['45 CFR 164.508(c)(3)'],
};
