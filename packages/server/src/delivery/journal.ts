import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Batch, CampaignRef } from './batches.ts';
import type { Settlement } from './settle-sends.ts';

/** Why a campaign waits while no line can be written. */
export const JOURNAL_BROKEN =
  'Nothing is sent for now: the journal of this server cannot be written. Its disk may be full.';

/** A file that is longer is left, and deleted when all that it tells is recorded. */
const LONGEST = 8_000_000;

/** Whose journal it is: enough to tell whether that process still lives. */
export interface JournalHead {
  readonly owner: string;
  readonly host: string;
  readonly pid: number;
  /** When the process began, by the kernel's count; null where that cannot be read. */
  readonly started: string | null;
  /** Of the machine's last start: what was written before may have been lost with the power. */
  readonly boot: string | null;
}

/**
 * A line of a journal; the first is the head. Ids, numbers, and what a server replied, scrubbed of the
 * person's address and values: a server's own words, so the file is for its owner's eyes alone.
 */
export type JournalLine =
  | {
      readonly kind: 'batch';
      readonly key: number;
      readonly campaign: CampaignRef;
      readonly batch: Batch;
    }
  /** The end of this message's data goes out now: `settlement` is what it is if no more is known. */
  | { readonly kind: 'intent'; readonly key: number; readonly settlement: JournalEntry }
  | { readonly kind: 'result'; readonly key: number; readonly settlement: JournalEntry };
export type JournalEntry = Omit<Settlement, 'batch'>;

interface JournalFile {
  readonly path: string;
  readonly descriptor: number;
  readonly keys: Map<Batch, number>;
  /** Intents that are not yet recorded in the database. */
  open: number;
  bytes: number;
}

/**
 * What this process is about to do and what came of it, on its own disk: an intent is written before
 * the end of a message's data leaves, the result when the reply came. Written, not flushed: it has to
 * outlive the process, and after a loss of power nothing is concluded from what is not in it.
 */
export class Journal {
  readonly #directory: string;
  readonly #owner: string;
  readonly #intents = new Map<string, JournalFile>();
  #file: JournalFile | null = null;
  #files = 0;
  #pending: string[] = [];
  #scheduled = false;
  #broken = false;

  /** Rejects nothing: a directory that cannot be written to shows at the first intent. */
  constructor(directory: string, owner: string) {
    this.#directory = directory;
    this.#owner = owner;
  }

  /** True from a line that could not be written on, until one can. */
  get broken(): boolean {
    return this.#broken;
  }

  /**
   * Names a batch that is about to be handed over: whoever comes after us then knows that nobody of
   * it was sent who is not told of. False when it cannot be written; then nobody is to be handed over,
   * or a kill would leave all of them in doubt.
   */
  begin(campaign: CampaignRef, batch: Batch): boolean {
    try {
      if (this.#file !== null && isDeleted(this.#file)) giveUp(this.#file);
      this.#keyOf(this.#current(), campaign, batch);
    } catch {
      this.#broken = true;
      return false;
    }
    this.#write();
    return !this.#broken;
  }

  /**
   * Whether the intent is written; false when it is not, and then the message must not go. Written at
   * once and by itself, just before the end of the message leaves: of several in one write, a kill
   * would leave all in doubt.
   */
  intent(campaign: CampaignRef, settlement: Settlement): boolean {
    const { batch, contactId } = settlement;
    const name = nameOf(batch, campaign, contactId);
    try {
      const file = this.#current();
      const key = this.#keyOf(file, campaign, batch);
      this.#pending.push(`i${key} ${written(settlement)}\n`);
      // tried before, on a connection that broke off: this line is the newer word
      this.#forget(name);
      this.#intents.set(name, file);
      file.open += 1;
    } catch {
      this.#broken = true;
      return false;
    }
    this.#write();
    if (this.#broken) this.#forget(name);
    return !this.#broken;
  }

  /** The reply to a message whose intent is written. */
  result(campaign: CampaignRef, settlement: Settlement): void {
    const { batch, contactId } = settlement;
    if (!this.#intents.has(nameOf(batch, campaign, contactId))) return;
    try {
      const key = this.#keyOf(this.#current(), campaign, batch);
      this.#pending.push(`r${key} ${written(settlement)}\n`);
      this.#schedule();
    } catch {
      // the database will be told; only a crash before that leaves the message in doubt
      this.#broken = true;
    }
  }

  /** The database knows: the journal need not keep it. */
  recorded(campaign: CampaignRef, { batch, contactId }: Settlement): void {
    const name = nameOf(batch, campaign, contactId);
    const file = this.#intents.get(name);
    if (file === undefined) return;
    this.#intents.delete(name);
    file.open -= 1;
    if (file.open === 0 && file !== this.#file) remove(file);
  }

  /** Ends it: deleted when all that it tells is recorded, else left for whoever comes next. */
  close(): void {
    this.#write();
    if (this.#file === null) return;
    if (this.#file.open === 0) remove(this.#file);
    else closeSync(this.#file.descriptor);
    this.#file = null;
  }

  #current(): JournalFile {
    const last = this.#file;
    if (last !== null && last.bytes < LONGEST) return last;
    this.#write();
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    this.#files += 1;
    const path = join(
      this.#directory,
      `${this.#owner}.${String(this.#files).padStart(6, '0')}.journal`,
    );
    const file = begun(path, this.#owner);
    this.#file = file;
    if (last !== null && last.open === 0) remove(last);
    return file;
  }

  #keyOf(file: JournalFile, campaign: CampaignRef, batch: Batch): number {
    const known = file.keys.get(batch);
    if (known !== undefined) return known;
    const key = file.keys.size + 1;
    file.keys.set(batch, key);
    this.#pending.push(`b${key} ${JSON.stringify({ campaign, batch })}\n`);
    return key;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#write();
    });
  }

  /** What could not be written whole is cut off by a new line: a reader passes over broken lines. */
  #write(): void {
    const lines = this.#pending;
    this.#pending = [];
    const file = this.#file;
    if (file === null || lines.length === 0) return;
    const bytes = Buffer.from(this.#broken ? `\n${lines.join('')}` : lines.join(''));
    try {
      writeAll(file.descriptor, bytes);
      file.bytes += bytes.length;
      this.#broken = false;
    } catch {
      this.#broken = true;
      // batches that are lost would make what follows unreadable
      giveUp(file);
    }
  }

  #forget(name: string): void {
    const file = this.#intents.get(name);
    if (file === undefined) return;
    this.#intents.delete(name);
    file.open -= 1;
  }
}

/** What says nothing is left out. */
function written(entry: JournalEntry): string {
  const { contactId, state, seconds, insecure } = entry;
  return JSON.stringify({
    contactId,
    state,
    ruling: entry.ruling ?? undefined,
    route: entry.route ?? undefined,
    authorizationId: entry.authorizationId ?? undefined,
    smtpCode: entry.smtpCode ?? undefined,
    enhancedCode: entry.enhancedCode ?? undefined,
    reply: entry.reply ?? undefined,
    seconds: seconds || undefined,
    insecure: insecure || undefined,
    doubted: entry.doubted || undefined,
    way: entry.way ?? undefined,
    rejection: entry.rejection ?? undefined,
  });
}

const nameOf = (batch: Batch, { id }: CampaignRef, contactId: string) =>
  `${id}${contactId}${batch.fence}`;

/**
 * A new file with its head, or none: one without a head is soon taken for that of a sender that died as it
 * began it, and deleted by another.
 */
function begun(path: string, owner: string): JournalFile {
  const descriptor = openSync(path, 'ax', 0o600);
  const head = Buffer.from(`h ${JSON.stringify(headOf(owner))}\n`);
  try {
    writeAll(descriptor, head);
  } catch (error) {
    remove({ descriptor, path });
    throw error;
  }
  return { path, descriptor, keys: new Map(), open: 0, bytes: head.length };
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(descriptor, bytes, written);
  }
}

/** Nothing more is written to it: the next line goes into a new one. */
function giveUp(file: JournalFile): void {
  file.bytes = Number.POSITIVE_INFINITY;
  file.keys.clear();
}

/** By whoever tidies up: what is written to it then is read by nobody. */
const isDeleted = ({ descriptor }: JournalFile) => fstatSync(descriptor).nlink === 0;

function remove({ descriptor, path }: Pick<JournalFile, 'descriptor' | 'path'>): void {
  closeSync(descriptor);
  rmSync(path, { force: true });
}

export function headOf(owner: string): JournalHead {
  return {
    owner,
    host: hostname(),
    pid: process.pid,
    started: startOf(process.pid),
    boot: bootOf(),
  };
}

/** Linux tells it in the 22nd field of /proc/<pid>/stat; elsewhere null. */
export function startOf(pid: number): string | null {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return null;
  try {
    // the name of the program stands in brackets and may hold spaces
    const rest = readFileSync(path, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return rest[19] ?? null;
  } catch {
    return null;
  }
}

export function bootOf(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
}
