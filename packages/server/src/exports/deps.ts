import type { Database, Room } from '../database/index.ts';
import type { Keyring } from '../keys/index.ts';

export interface ExportDeps {
  readonly database: Database;
  readonly keyring: Keyring;
  /** Missing: nobody can tell. */
  readonly room?: Room;
  readonly now: () => Date;
}

export interface ExportRef {
  readonly organizationId: string;
  readonly exportId: string;
}
