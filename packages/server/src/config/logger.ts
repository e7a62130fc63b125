import { pino } from 'pino';
import type { LogLevel } from './config.ts';

/**
 * What a log line may carry: ids, counts, states and words of ours. A value that has not the form
 * of its field is dropped, so that no patient's value reaches a log by mistake (a redaction list
 * lets through what nobody thought of; an allow-list does not).
 */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const WORD = /^[A-Za-z0-9_.:/{}-]{1,80}$/;
const FIELDS = {
  organizationId: UUID,
  userId: UUID,
  contactId: UUID,
  campaignId: UUID,
  importId: UUID,
  requestId: WORD,
  event: WORD,
  method: WORD,
  route: WORD,
  status: /^\d{3}$/,
  milliseconds: /^\d+(\.\d+)?$/,
  count: /^\d+$/,
  state: WORD,
  task: WORD,
  role: WORD,
} as const;

const A_MINUTE = 60_000;

export type LogFields = { readonly [Field in keyof typeof FIELDS]?: string | number } & {
  readonly error?: unknown;
};

export interface Logger {
  error(fields: LogFields, sentence: string): void;
  warn(fields: LogFields, sentence: string): void;
  info(fields: LogFields, sentence: string): void;
  debug(fields: LogFields, sentence: string): void;
}

/**
 * `sentence` is a constant of the code, never built from data. `clock` tells milliseconds.
 *
 * A warning is of something that is tried again: the same one within a minute is counted and not written,
 * since a database that is away for a weekend would else fill the disk (55 lines a second were measured),
 * which may be what it is away for.
 */
export function makeLogger(
  level: LogLevel,
  destination: { write(line: string): void } = process.stderr,
  clock: () => number = () => performance.now(),
): Logger {
  const out = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  const write = (at: LogLevel) => (fields: LogFields, sentence: string) =>
    out[at](allowed(fields), sentence);
  const written = new Map<string, { readonly at: number; repeated: number }>();
  const warn = (fields: LogFields, sentence: string) => {
    const kept = allowed(fields);
    const { code } = (fields.error ?? {}) as { code?: unknown };
    const key = JSON.stringify([sentence, { ...kept, error: code }]);
    const now = clock();
    const last = written.get(key);
    if (last !== undefined && now - last.at < A_MINUTE) {
      last.repeated++;
      return;
    }
    for (const [old, { at }] of written) if (now - at >= A_MINUTE) written.delete(old);
    written.set(key, { at: now, repeated: 0 });
    const { repeated = 0 } = last ?? {};
    out.warn(repeated === 0 ? kept : { ...kept, repeated }, sentence);
  };
  return { error: write('error'), warn, info: write('info'), debug: write('debug') };
}

function allowed(fields: LogFields): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, form] of Object.entries(FIELDS)) {
    const value = fields[name as keyof typeof FIELDS];
    if (value !== undefined && form.test(String(value))) kept[name] = value;
  }
  if (fields.error !== undefined) kept.error = describeError(fields.error);
  return kept;
}

/** Name, code and where; never the message: a database quotes the offending value in it. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const { code } = error as { code?: unknown };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: WORD.test(error.name) ? error.name : 'Error',
    ...(typeof code === 'string' && WORD.test(code) && { code }),
    stack: frames.slice(0, 8).map((line) => line.trim().replace(/\(?file:\/\/.*\/packages\//, '(')),
  };
}
