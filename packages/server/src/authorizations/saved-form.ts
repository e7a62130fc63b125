import type { AuthorizationForm } from '@postern/core/authorizations';
import type { Selectable } from 'kysely';
import type { Tables } from '../database/index.ts';

/** One version of a form. A draft changes; what was published never does. */
export interface SavedForm {
  readonly id: string;
  readonly version: number;
  readonly state: 'draft' | 'published' | 'retired';
  readonly content: AuthorizationForm;
  /** Grows with each change to the form, whatever its version. */
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Null for a draft, and for one that was dropped unpublished. */
  readonly publishedAt: Date | null;
}

export function savedForm(row: Selectable<Tables['authorization_forms']>): SavedForm {
  return {
    id: row.id,
    version: row.version,
    state: row.state,
    // written by this room alone, from what the contract let in
    content: row.content as AuthorizationForm,
    revision: row.revision,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    publishedAt: row.published_at,
  };
}
