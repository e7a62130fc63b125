import { NO_DAY } from './page-columns.ts';

/** Sets 1 in the mask for each contact whose value fits, 0 for each other. */
export type ColumnTest = (data: Buffer, contacts: number, mask: Uint8Array) => void;

/** The most contacts on a page. */
export const LARGEST = 4_096;

/** Bytes from the wire lie anywhere; a typed array wants its own. */
const copied = new Uint8Array(8 * LARGEST * 16);
const DAYS = new Int32Array(copied.buffer);
const NUMBERS = new Float64Array(copied.buffer);
const SHORTS = new Uint16Array(copied.buffer);
const LONGS = new Uint32Array(copied.buffer);

export function flagTest(fits: (flag: number) => boolean): ColumnTest {
  const answers = Uint8Array.from([0, 1, 2], (flag) => Number(fits(flag)));
  return (data, contacts, mask) => {
    for (let at = 0; at < contacts; at += 1) mask[at] = answers[data[at] ?? 0] ?? 0;
  };
}

export function numberTest(min: number, max: number): ColumnTest {
  return (data, contacts, mask) => {
    copied.set(data);
    for (let at = 0; at < contacts; at += 1) {
      const value = NUMBERS[at] ?? NaN;
      mask[at] = value >= min && value <= max ? 1 : 0;
    }
  };
}

export function dayTest(from: number, to: number): ColumnTest {
  return (data, contacts, mask) => {
    copied.set(data);
    for (let at = 0; at < contacts; at += 1) {
      const day = DAYS[at] ?? NO_DAY;
      mask[at] = day >= from && day <= to ? 1 : 0;
    }
  };
}

/** Whether the word, or one of the list's, is among these numbers; null: whether there is one. */
export function wordTest(list: boolean, numbers: readonly number[] | null): ColumnTest {
  const most = Math.max(65_535, ...(numbers ?? []));
  const wanted = new Uint8Array(most + 1);
  if (numbers === null) wanted.fill(1, 1);
  else for (const number of numbers) wanted[number] = 1;
  return (data, contacts, mask) => {
    const width = data[0] ?? 1;
    const head = list ? 1 + contacts : 1;
    copied.set(data.subarray(head));
    const words = width === 1 ? copied : width === 2 ? SHORTS : LONGS;
    if (!list) {
      for (let at = 0; at < contacts; at += 1) {
        const word = words[at] ?? 0;
        mask[at] = word <= most ? (wanted[word] ?? 0) : Number(numbers === null);
      }
      return;
    }
    for (let at = 0, entry = 0; at < contacts; at += 1) {
      const end = entry + (data[1 + at] ?? 0);
      let found = 0;
      for (; entry < end; entry += 1) {
        const word = words[entry] ?? 0;
        found |= word <= most ? (wanted[word] ?? 0) : Number(numbers === null);
      }
      mask[at] = found;
    }
  };
}

export const negated =
  (test: ColumnTest): ColumnTest =>
  (data, contacts, mask) => {
    test(data, contacts, mask);
    for (let at = 0; at < contacts; at += 1) mask[at] = (mask[at] ?? 0) ^ 1;
  };

export function every(tests: readonly ColumnTest[]): ColumnTest {
  const other = new Uint8Array(LARGEST);
  return (data, contacts, mask) => {
    mask.fill(1, 0, contacts);
    for (const test of tests) {
      test(data, contacts, other);
      for (let at = 0; at < contacts; at += 1) mask[at] = (mask[at] ?? 0) & (other[at] ?? 0);
    }
  };
}
