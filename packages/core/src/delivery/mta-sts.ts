import { readHostName } from './host-name.ts';

/** A policy of RFC 8461 section 3.2. `mx` holds names in lower case, or `*.` and a name. */
export interface StsPolicy {
  readonly mode: 'enforce' | 'testing' | 'none';
  readonly mx: readonly string[];
  /** Seconds. */
  readonly maxAge: number;
}

const LONGEST_AGE = 31_557_600;
const ID = /^[A-Za-z0-9]{1,32}$/;

/**
 * The id in the TXT records at `_mta-sts`, RFC 8461 section 3.1; null where there is no usable one:
 * records of something else do not count, and of those that begin with `v=STSv1` there is exactly
 * one, and it is whole.
 */
export function readStsId(records: readonly string[]): string | null {
  const own = records.filter((record) => /^v=STSv1[ \t]*(;|$)/.test(record));
  const fields = own.length === 1 ? (own[0]?.split(';') ?? []) : [];
  const ids = fields
    .map((field) => field.trim())
    .filter((field) => /^id=/.test(field))
    .map((field) => field.slice(3));
  const id = ids[0];
  return ids.length === 1 && id !== undefined && ID.test(id) ? id : null;
}

/**
 * Reads a policy file. Lines end with LF or CRLF; a field that we do not know is passed over, and of
 * a field that comes twice the first counts, except `mx`. Null for what is not whole: a policy that
 * cannot be read is no policy, and is never read as a weaker one.
 */
export function readStsPolicy(text: string): StsPolicy | null {
  const fields = new Map<string, string>();
  const mx: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const found = /^([A-Za-z0-9][A-Za-z0-9_.-]{0,31})[ \t]*:[ \t]*(.*?)[ \t]*$/.exec(line);
    const [, key = '', value = ''] = found ?? [];
    if (found === null) return null;
    if (key === 'mx') {
      const pattern = readPattern(value);
      if (pattern === null) return null;
      mx.push(pattern);
    } else if (!fields.has(key)) fields.set(key, value);
  }
  const mode = fields.get('mode');
  const age = fields.get('max_age') ?? '';
  if (fields.get('version') !== 'STSv1' || !isMode(mode) || !/^\d{1,10}$/.test(age)) return null;
  if (mode !== 'none' && mx.length === 0) return null;
  return { mode, mx: [...new Set(mx)], maxAge: Math.min(Number(age), LONGEST_AGE) };
}

function isMode(word: string | undefined): word is StsPolicy['mode'] {
  return word === 'enforce' || word === 'testing' || word === 'none';
}

function readPattern(value: string): string | null {
  const anyOne = value.startsWith('*.');
  const name = readHostName(anyOne ? value.slice(2) : value);
  return name === null ? null : anyOne ? `*.${name}` : name;
}

/** Whether a policy's patterns name the host; `*` stands for exactly one label (section 4.1). */
export function stsNames(mx: readonly string[], host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  const parent = name.slice(name.indexOf('.') + 1);
  return mx.some((pattern) =>
    pattern.startsWith('*.')
      ? name.includes('.') && pattern.slice(2) === parent && !name.startsWith('.')
      : pattern === name,
  );
}
