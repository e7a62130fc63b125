import type { Database } from '../database/index.ts';
import type { Keyring } from '../keys/index.ts';

export interface ExchangeDeps {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly now: () => Date;
}

export interface ExchangeRef {
  readonly organizationId: string;
  readonly importId: string;
}
