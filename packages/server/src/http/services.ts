import type { Config, Logger } from '../config/index.ts';
import type { Database, Room } from '../database/index.ts';
import type { WayOutCheck } from '../delivery/index.ts';
import type { DnsResolver } from '../domains/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { InstalledKeyStore, Keyring, KeyStoreState } from '../keys/index.ts';
import type { SendNotice, SendNoticeTo } from '../portal/index.ts';

/** What the routes stand on; the start command puts it together. */
export interface Services {
  readonly config: Config;
  readonly database: Database;
  /** On the disk of the database; missing: nobody can tell. */
  readonly room?: Room;
  readonly keyring: Keyring;
  /** Where the key-encryption key is, and whether it answers. */
  readonly keyStore: InstalledKeyStore;
  readonly keyState: () => KeyStoreState;
  readonly jobs: Jobs;
  readonly log: Logger;
  readonly now: () => Date;
  /** Whether mail can leave as the organization's settings say. */
  readonly checkWayOut: (organizationId: string) => Promise<WayOutCheck>;
  /** Where links in mail lead, without a slash at its end; known once the server listens. */
  readonly publicUrl: () => string;
  /** Mails somebody a notice that says nothing of them. */
  readonly sendNotice: SendNotice;
  /** Mails an address that is nobody's yet a notice by which it is confirmed. */
  readonly sendNoticeTo: SendNoticeTo;
  /** Who is asked about domains; missing: the resolver that the settings name, or the machine's. */
  readonly dns?: DnsResolver;
}
