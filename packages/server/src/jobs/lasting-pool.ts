import type pg from 'pg';
import { whileAway } from '../database/index.ts';

const NOTHING = { rows: [], rowCount: 0 };

/**
 * The pool for graphile-worker, which tells the database how a job ended without waiting for it
 * (its worker.js: `failJob`, `completeJob`) and asks again for few errors only (its lib.js,
 * `RETRYABLE_ERROR_CODES`): of a database that ends in that moment, or whose disk is full, the whole
 * process would end. Here every statement waits until the database is back, and stands alone: none is
 * a part of a transaction, and twice does no harm (a job that was given out by an answer that got lost
 * is free again after four hours). `stopping`: what cannot be told then is left to the next start.
 */
export function lastingPool(
  pool: pg.Pool,
  onAway: (error: unknown) => void,
  stopping: AbortSignal,
): pg.Pool {
  const query = async (...statement: Parameters<pg.Pool['query']>): Promise<unknown> => {
    if (/^\s*begin/i.test(String(statement[0]))) {
      throw new Error('A transaction was begun on a pool whose statements stand alone.');
    }
    let told = false;
    const tell = (error: unknown) => {
      if (!told) onAway(error);
      told = true;
    };
    try {
      return await whileAway(
        async () => pool.query(...statement),
        tell,
        () => stopping.aborted,
      );
    } catch (error) {
      if (stopping.aborted) return NOTHING;
      throw error;
    }
  };
  const alone = { query, release: () => {} };
  return new Proxy(pool, {
    get(_, name) {
      // with a callback: the connection that listens, which is graphile-worker's to replace
      if (name === 'connect') {
        return (listen?: Parameters<pg.Pool['connect']>[0]) =>
          listen === undefined ? Promise.resolve(alone) : pool.connect(listen);
      }
      const value: unknown = Reflect.get(pool, name);
      return typeof value === 'function' ? value.bind(pool) : value;
    },
  });
}
