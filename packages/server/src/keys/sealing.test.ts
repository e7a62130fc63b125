import { createSecretKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { afterAll, expect, test } from 'vitest';
import { organizationKeys, PLAIN_AT, type Sealing, sealedBytes } from './index.ts';
import { SealKeys } from './seal-keys.ts';

const keys = organizationKeys('01900000-0000-7000-8000-000000000001', randomBytes(32));
const sealing: Sealing = keys.openSealing();
afterAll(() => sealing.close());

const NAMES = ['contacts.identity:', 'contacts.values:'];
const ID_BYTES = 16;

/** Values side by side, each behind the id that it is bound to. */
function laidOut(values: readonly Uint8Array[]) {
  const size = values.reduce((sum, { length }) => sum + ID_BYTES + sealedBytes(length), 0);
  const shared = new SharedArrayBuffer(size);
  const bytes = Buffer.from(shared);
  const places: number[] = [];
  const ids: string[] = [];
  let end = 0;
  for (const [index, value] of values.entries()) {
    const id = v7();
    ids.push(id);
    bytes.write(id.replaceAll('-', ''), end, 'hex');
    const at = end + ID_BYTES;
    bytes.set(value, at + PLAIN_AT);
    places.push(at, value.length, index % NAMES.length, end);
    end = at + sealedBytes(value.length);
  }
  const sealedOf = (index: number) => {
    const at = places[4 * index] ?? 0;
    return bytes.subarray(at, at + sealedBytes(values[index]?.length ?? 0));
  };
  const unsealed = { bytes: shared, places: Uint32Array.from(places), names: NAMES };
  return { ids, unsealed, sealedOf };
}

test('what a thread seals where it lies opens with its own context, and with no other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 400 })), async (values) => {
      const { ids, unsealed, sealedOf } = laidOut(values);
      await sealing.seal(unsealed);
      for (const [index, value] of values.entries()) {
        const context = (name: number) => `${NAMES[name]}${ids[index]}`;
        const sealed = sealedOf(index);
        expect(Uint8Array.from(keys.open(sealed, context(index % 2)))).toEqual(value);
        expect(() => keys.open(sealed, context(1 - (index % 2)))).toThrow(/does not open/);
      }
    }),
    { numRuns: 30 },
  );
});

test('orders are done in turn, each with nonces of its own', async () => {
  const same = Array.from({ length: 20 }, () => laidOut([Buffer.from('the same')]));
  const done: number[] = [];
  const orders = same.map(async ({ unsealed }, index) => {
    await sealing.seal(unsealed);
    done.push(index);
  });
  await Promise.all(orders);
  expect(done).toEqual(same.map((_, index) => index));
  const nonces = same.map(({ sealedOf }) => sealedOf(0).toString('hex', 1, PLAIN_AT));
  expect(new Set(nonces).size).toBe(same.length);
});

test('an order that cannot be done, and each behind it, is refused, not forgotten', async () => {
  const ending = keys.openSealing();
  const beyond = { bytes: new SharedArrayBuffer(8), places: Uint32Array.of(0, 9, 0, 0), names: [] };
  const { unsealed } = laidOut([Buffer.from('a')]);
  const answers = await Promise.allSettled([ending.seal(beyond), ending.seal(unsealed)]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(ending.seal(unsealed)).rejects.toThrow(/./);
  await ending.close();
});

test('while the keys are not confirmed nothing is sealed, and afterwards all is', async () => {
  const held = new SealKeys({ version: 1, key: createSecretKey(randomBytes(32)) });
  const theirs = organizationKeys('01900000-0000-7000-8000-000000000001', randomBytes(32), held);
  const one = theirs.openSealing();
  held.holdUntil(0);
  const { unsealed, sealedOf, ids } = laidOut([Buffer.from('a')]);
  await expect(one.seal(unsealed)).rejects.toThrow('have to be confirmed');
  held.holdUntil(Number.POSITIVE_INFINITY);
  await one.seal(unsealed);
  expect(theirs.open(sealedOf(0), `${NAMES[0]}${ids[0]}`).toString()).toBe('a');
  await one.close();
});
