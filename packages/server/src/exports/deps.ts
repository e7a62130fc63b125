import type { Database } from '../database/index.ts';
import type { Keyring } from '../keys/index.ts';

export interface ExportDeps {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly now: () => Date;
}

export interface ExportRef {
  readonly organizationId: string;
  readonly exportId: string;
}
