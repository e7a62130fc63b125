import type { Database } from '../../database/index.ts';
import type { Keyring } from '../../keys/index.ts';

/** What imports stand on. */
export interface ImportDeps {
  readonly database: Database;
  readonly keyring: Keyring;
}

export interface ImportRef {
  readonly organizationId: string;
  readonly importId: string;
}
