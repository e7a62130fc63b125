import type { AttributeDefinition } from '../../packages/core/src/values/index.ts';

type Rest = Partial<AttributeDefinition>;

function definition(
  key: string,
  type: AttributeDefinition['type'],
  rest: Rest = {},
): AttributeDefinition & { readonly number: number } {
  number += 1;
  return {
    id: `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`,
    key,
    label: key.slice(0, 1).toUpperCase() + key.slice(1).replaceAll('_', ' '),
    type,
    sensitivity: 'demographic',
    system: null,
    identity: false,
    deletedAt: null,
    number,
    ...rest,
  };
}
let number = 0;

/** What the sample organization knows of its contacts: each type, a sealed and a deleted one. */
export const definitions = [
  definition('plan', 'text'),
  definition('diagnosis', 'code', { system: 'icd-10-cm', sensitivity: 'diagnosis' }),
  definition('zip', 'code', { system: 'zip', label: 'ZIP code' }),
  definition('language', 'code', { system: 'bcp-47', sensitivity: 'contact' }),
  definition('visits', 'number', { sensitivity: 'service' }),
  definition('last_visit', 'date', { sensitivity: 'service' }),
  definition('portal', 'boolean', { label: 'Uses the portal', sensitivity: 'service' }),
  definition('conditions', 'list', { system: 'icd-10-cm', sensitivity: 'diagnosis' }),
  definition('drugs', 'list', { system: 'rxnorm', sensitivity: 'diagnosis' }),
  definition('interests', 'list'),
  definition('email', 'text', { identity: true, sensitivity: 'contact' }),
  definition('old_plan', 'text', { deletedAt: '2026-02-03T09:00:00.000Z' }),
  definition('constructor', 'text'),
  definition('birth_date', 'date'),
] as const;
