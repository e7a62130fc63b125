import { once } from './client.ts';

/**
 * Headers of a POST whose body may be changed between two tries: the same body is the same intent,
 * another body is another. `key` is made once for the form.
 */
export function intent(key: string, body: object) {
  let sum = 0;
  for (const sign of JSON.stringify(body)) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) >>> 0;
  return once(`${key}-${sum.toString(16)}`);
}
