import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import { organizationKeys, type Sealing } from '../../keys/index.ts';
import { idsByBucket } from '../new-ids.ts';
import { ContactRows } from './contact-rows.ts';

const keys = organizationKeys(v7(), randomBytes(32));
const IDENTITY = Buffer.from('{"given_name":"Wilhelmina"}');

/** Of the second batch, which uses the blocks of the first again. */
async function piecesOf(sealing: Sealing, people: number): Promise<Buffer> {
  const ids = idsByBucket(people);
  const rows = new ContactRows({ keys, importId: v7(), sealing });
  let bytes = Buffer.alloc(0);
  for (let batch = 0; batch < 2; batch++) {
    rows.begin(new Date());
    for (let person = 0; person < people; person++) {
      rows.add(ids, true, IDENTITY, Buffer.from('{}'));
    }
    rows.finish();
    const pieces: Buffer[] = [];
    for await (const piece of rows.pieces()) pieces.push(Buffer.from(piece));
    bytes = Buffer.concat(pieces);
  }
  return bytes;
}

test('rows of many blocks go over sealed, none in clear', async () => {
  const sealing = keys.openSealing();
  const bytes = await piecesOf(sealing, 2_000);
  await sealing.close();
  expect(bytes.length).toBeGreaterThan(2_000 * IDENTITY.length);
  expect(bytes.includes('Wilhelmina')).toBe(false);
});

test('nothing goes over that was said to be sealed and is not', async () => {
  const idle: Sealing = { seal: async () => {}, close: async () => {} };
  await expect(piecesOf(idle, 3)).rejects.toThrow('was not sealed');
});

test('nothing goes over when sealing failed', async () => {
  const failing: Sealing = {
    seal: () => Promise.reject(new Error('The thread has ended.')),
    close: async () => {},
  };
  await expect(piecesOf(failing, 3)).rejects.toThrow('The thread has ended.');
});
