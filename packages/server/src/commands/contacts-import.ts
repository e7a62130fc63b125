import { createWriteStream, existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { ColumnMapping } from '@postern/core/contacts';
import type { Config } from '../config/index.ts';
import { recordKept } from '../consent/index.ts';
import { importFile, rejectsCsv, type SaidSource } from '../contacts/index.ts';
import { openFoundation } from '../foundation.ts';
import { Failure } from './failure.ts';
import { organizationNamed } from './organization-named.ts';

export interface ImportOptions {
  readonly source: SaidSource;
  readonly addresses?: 'keep' | 'drop';
  readonly map?: readonly string[];
  readonly rejects?: string;
  readonly organization?: string;
}

/** Imports a CSV file from end to end; prints counts, never a value. */
export async function contactsImport(
  config: Config,
  path: string,
  options: ImportOptions,
): Promise<void> {
  if (!existsSync(path)) throw new Failure(`There is no file ${path}.`);
  const foundation = await openFoundation(config, { beside: true });
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const { id: organizationId } = await organizationNamed(
      foundation.database,
      options.organization,
    );
    const mapping = options.map === undefined ? {} : { mapping: readMap(options.map) };
    const { source, addresses = 'keep' } = options;
    const said = { source, addresses };
    const file = { organizationId, path, signal: stopping.signal, ...mapping, ...said };
    const done = await importFile({ ...foundation, onNewKeys: recordKept }, file);
    if (done.kind === 'refused') throw new Failure(done.problems.join('\n'));
    const { created, updated, unchanged, rejected, problem, state } = done.import;
    process.stdout.write(
      `${created} new, ${updated} changed, ${unchanged} unchanged, ${rejected} rejected.\n`,
    );
    if (rejected > 0 && options.rejects !== undefined) {
      const keys = await foundation.keyring.of(organizationId);
      const pieces = await rejectsCsv(foundation.database, keys, done.import.id);
      if (pieces) await pipeline(pieces, createWriteStream(options.rejects, { mode: 0o600 }));
      process.stdout.write(`The rejected rows are in ${options.rejects}.\n`);
    }
    if (state === 'failed') throw new Failure(problem ?? 'The import failed.');
    if (state === 'running')
      throw new Failure(
        'Interrupted: the running Postern will finish it, or import the file again.',
      );
  } finally {
    await foundation.close();
  }
}

/** `3=record_number`: the third column holds the record number. */
function readMap(pairs: readonly string[]): ColumnMapping {
  return pairs.map((pair) => {
    const found = /^([1-9]\d*)=(\w+)$/.exec(pair);
    if (!found)
      throw new Failure(`--map ${pair}: expected column=attribute, such as 3=record_number.`);
    return { column: Number(found[1]) - 1, attribute: found[2] ?? '' };
  });
}
