import type { SignUpContent } from '@postern/core/sign-up';
import type { Selectable } from 'kysely';
import type { Tables } from '../database/index.ts';

/** A form on which people ask for mail, as it is on file. */
export interface SignUpForm {
  readonly id: string;
  /** In its public address. */
  readonly token: string;
  readonly content: SignUpContent;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export function signUpForm(row: Selectable<Tables['sign_up_forms']>): SignUpForm {
  const { id, token, content, version } = row;
  return { id, token, content, version, createdAt: row.created_at, updatedAt: row.updated_at };
}
