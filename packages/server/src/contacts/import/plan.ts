import type { ColumnMapping } from '@postern/core/contacts';
import type { OrganizationKeys } from '../../keys/index.ts';
import type { NumberedDefinition } from '../numbered-definition.ts';
import type { ImportRef } from './deps.ts';

/** A run's view of its import. */
export interface Plan {
  readonly ref: ImportRef;
  readonly keys: OrganizationKeys;
  readonly definitions: readonly NumberedDefinition[];
  readonly mapping: ColumnMapping;
  /** What becomes of an address that cannot be a person's. */
  readonly addresses: 'keep' | 'drop';
}
