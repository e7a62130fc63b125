import type { AttributeDefinition } from '../values/index.ts';

/** A definition before an organization has it: no id, never deleted. */
export type DefinitionDraft = Omit<AttributeDefinition, 'id' | 'deletedAt'>;

type Rest = Partial<Pick<DefinitionDraft, 'type' | 'system' | 'identity'>>;

function draft(
  key: string,
  label: string,
  sensitivity: DefinitionDraft['sensitivity'],
  rest: Rest = {},
): DefinitionDraft {
  return { key, label, sensitivity, type: 'text', system: null, identity: false, ...rest };
}

const identity = { identity: true };

/**
 * What a new organization can say of its contacts from the start. `email`, `phone`, `record_number`
 * and `relation` are known to the program by these keys; the rest are like any other attribute.
 */
export const BUILT_IN: readonly DefinitionDraft[] = [
  draft('given_name', 'Given name', 'contact', identity),
  draft('family_name', 'Family name', 'identifier', identity),
  draft('email', 'Email', 'contact', identity),
  draft('phone', 'Phone', 'contact', identity),
  draft('record_number', 'Record number', 'identifier', identity),
  draft('plan_number', 'Plan number', 'identifier', identity),
  draft('street', 'Street address', 'identifier', identity),
  draft('birth_date', 'Birth date', 'demographic', { type: 'date' }),
  draft('zip', 'ZIP code', 'demographic', { type: 'code', system: 'zip' }),
  draft('city', 'City', 'demographic'),
  draft('state', 'State', 'demographic', { type: 'code', system: 'us-state' }),
  draft('plan', 'Plan', 'demographic'),
  draft('language', 'Preferred language', 'contact', { type: 'code', system: 'bcp-47' }),
  draft('conditions', 'Conditions', 'diagnosis', { type: 'list', system: 'icd-10-cm' }),
  draft('drugs', 'Drugs', 'diagnosis', { type: 'list', system: 'rxnorm' }),
  draft('last_visit', 'Last visit', 'service', { type: 'date' }),
  draft('department', 'Department', 'service'),
  draft('relation', 'Relation', 'demographic', { type: 'code', system: 'local' }),
];
