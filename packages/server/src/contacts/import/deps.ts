import type { Logger } from '../../config/index.ts';
import type { Database, Room } from '../../database/index.ts';
import type { Keyring } from '../../keys/index.ts';
import type { OnNewKeys } from '../new-keys.ts';

/** What imports stand on. */
export interface ImportDeps {
  readonly database: Database;
  readonly keyring: Keyring;
  /** Missing: nobody can tell. */
  readonly room?: Room;
}

/** What a run needs beside: what becomes of those who get an address or a record number. */
export interface RunDeps extends ImportDeps {
  readonly onNewKeys: OnNewKeys;
  /** Told that it waits for room; missing: nobody. */
  readonly log?: Logger;
}

export interface ImportRef {
  readonly organizationId: string;
  readonly importId: string;
}
