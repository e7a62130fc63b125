import type { Day } from '@postern/core/values';
import type { NumberedDefinition } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';

/** What a segment is asked with. */
export interface CompileContext {
  readonly keys: OrganizationKeys;
  /** Today where the organization is. */
  readonly today: Day;
  /** The moment of the question (RFC 3339), at which the ledger of consent is asked. */
  readonly at: string;
  /** With the deleted ones or without: what is deleted or sealed is not known, so never true. */
  readonly definitions: readonly NumberedDefinition[];
}

/** People of whom something is true that stands in no column. */
export type PersonSet =
  /** Told from the id alone. */
  | { readonly byId: (id: string) => boolean }
  | {
      readonly byId?: undefined;
      /** The places of those in these buckets, by bucket. */
      places(
        db: Database | Tx,
        buckets: readonly number[],
      ): Promise<ReadonlyMap<number, readonly number[]>>;
    };
