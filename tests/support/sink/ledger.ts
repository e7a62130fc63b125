import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

/**
 * - `taken`: answered with 250.
 * - `cut`: taken, and the connection dropped instead of the 250.
 * - `lost`: the connection dropped after the end of the data, and the message thrown away.
 * - `refused`: answered with 550.
 */
export type Entry = 'taken' | 'cut' | 'lost' | 'refused';

export interface LedgerLine {
  readonly entry: Entry;
  readonly to: string;
  /** With its angle brackets; empty where no message came. */
  readonly messageId: string;
  /** Which of the sink's connections it came by: 1, 2, 3, ... */
  readonly connection: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface Ledger {
  /** Keeps a line until the next `flush`. */
  note(entry: Entry, to: string, messageId: string, connection: number): void;
  /** Writes what was noted. Whoever answers a message calls it before. */
  flush(): void;
  close(): void;
}

/** Appends to the file in one write a tick, so that each line is with the kernel before its 250. */
export function openLedger(file: string): Ledger {
  const handle = openSync(file, 'a');
  let noted = '';
  return {
    note(entry, to, messageId, connection) {
      noted += `${entry}\t${to}\t${messageId}\t${connection}\t${Date.now()}\n`;
    },
    flush() {
      if (noted === '') return;
      writeSync(handle, noted);
      noted = '';
    },
    close: () => closeSync(handle),
  };
}

/** What the judge reads. A line whose end is missing was not answered, and does not count. */
export function readLedger(file: string): LedgerLine[] {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => {
    const [entry = '', to = '', messageId = '', connection, at] = line.split('\t');
    return {
      entry: entry as Entry,
      to,
      messageId,
      connection: Number(connection),
      at: Number(at),
    };
  });
}
