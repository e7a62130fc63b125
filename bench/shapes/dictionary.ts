import type { Drawn } from '../population/people.ts';
import { TRAITS } from '../population/traits.ts';
import { openCopy } from './copy.ts';
import type { Stored } from './page-columns.ts';
import { ORGANIZATION, WORDS } from './tokens.ts';

/** The number of each token: what the product keeps of the dictionary in memory while it writes. */
const NUMBERS = TRAITS.map((_, at) => {
  const words = WORDS[at];
  const all = new Set([...(words?.own ?? []), ...(words?.above ?? []).flat()]);
  return new Map([...all].map((token, number) => [token, number + 1]));
});

/** The value with tokens as their numbers. */
export function stored(at: number, value: Drawn): Stored {
  const { type } = TRAITS[at] ?? {};
  if (value === null || type === 'number' || type === 'date' || type === 'boolean') return value;
  const own = WORDS[at]?.own ?? [];
  const number = (place: number) => NUMBERS[at]?.get(own[place] ?? '') ?? 0;
  return typeof value === 'number' ? number(value) : value.map(number);
}

export async function loadWords(url: string, table: string): Promise<void> {
  const copy = await openCopy(url, `copy ${table} from stdin`);
  for (const [at, numbers] of NUMBERS.entries()) {
    const words = WORDS[at];
    const parents = new Map(words?.own.map((token, place) => [token, words.above[place] ?? []]));
    for (const [token, number] of numbers) {
      const over = (parents.get(token) ?? []).map((one) => numbers.get(one));
      await copy.write(
        `${ORGANIZATION}\t${at + 1}\t\\\\x${token}\t${number}\t{${over.join(',')}}\n`,
      );
    }
  }
  await copy.end();
}
