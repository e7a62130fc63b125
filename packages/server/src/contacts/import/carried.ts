import type { Sealing } from '../../keys/index.ts';
import { tokenText } from '../contact-keys.ts';
import { KnownKeys } from '../known-keys.ts';
import { idsByBucket, type NewIds } from '../new-ids.ts';
import { Newcomers } from '../newcomers/index.ts';
import type { NumberedDefinition } from '../numbered-definition.ts';
import type { Plan } from './plan.ts';
import type { PreparedRow } from './prepared-row.ts';

/**
 * Batches of new people that are read while one is written: with one, reading waited for the database for a
 * fifth of the time.
 */
export const MOST_AHEAD = 3;

/** What a run carries from batch to batch; all of it can be had again. */
export class Carried {
  readonly known: KnownKeys;
  readonly ids: NewIds;
  /** Those of the batch that is written, and of those that are read meanwhile, in turns. */
  readonly #inTurn: Newcomers[] = [];
  #turn = 0;
  #sealing: Sealing | null = null;

  /** For a file of about so many rows. */
  constructor(rows: number) {
    this.known = new KnownKeys(rows);
    this.ids = idsByBucket(rows);
  }

  /**
   * Who is new of the next batch; null while nobody's keys are known. `before`: the rows of the batches before
   * it that may not be written yet.
   */
  newcomers(
    { keys, ref }: Plan,
    attributes: readonly NumberedDefinition[],
    before: readonly PreparedRow[],
  ): Newcomers | null {
    if (this.known.era === null) return null;
    for (const { email, number } of before) {
      for (const key of [email, number]) if (key !== null) this.known.add(tokenText(key));
    }
    this.#turn = (this.#turn + 1) % (1 + MOST_AHEAD);
    const sealing = (this.#sealing ??= keys.openSealing());
    const of = { keys, importId: ref.importId, sealing };
    const people = (this.#inTurn[this.#turn] ??= new Newcomers(of, attributes, this));
    people.begin(new Date());
    return people;
  }

  async close(): Promise<void> {
    await this.#sealing?.close();
  }
}
