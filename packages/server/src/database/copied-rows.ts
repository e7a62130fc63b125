import pg, { type PoolClient } from 'pg';
import { rowIn } from './copy-format.ts';

/**
 * Takes one row in the binary form of COPY: how many fields, and each behind its length. The bytes are
 * others once it has returned.
 */
export type TakeRow = (row: Buffer) => void;

/**
 * A COPY out of the database whose rows are taken as they come, out of the memory in which they came.
 * Each message of the server's is one row (PostgreSQL's documentation, "Message Formats", CopyData).
 */
class CopiedRows extends pg.Query {
  readonly #take: TakeRow;
  failure: { readonly reason: unknown } | null = null;

  constructor(text: string, take: TakeRow, ended: (error: Error | null | undefined) => void) {
    super(text, ended);
    this.#take = take;
  }

  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    // the connection goes on only when all was read
    if (this.failure !== null) return;
    try {
      const row = rowIn(chunk);
      if (row !== null) this.#take(row);
    } catch (reason) {
      this.failure = { reason };
    }
  }
}

/** Ends when the last row was taken; throws what `take` throws. */
export function takeCopiedRows(client: PoolClient, text: string, take: TakeRow): Promise<void> {
  return new Promise((resolve, reject) => {
    const query = new CopiedRows(text, take, (error) => {
      if (error) reject(error);
      else if (query.failure) reject(query.failure.reason);
      else resolve();
    });
    client.query(query);
  });
}
