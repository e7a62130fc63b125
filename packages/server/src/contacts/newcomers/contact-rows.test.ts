import { randomBytes } from 'node:crypto';
import { stringify, v7 } from 'uuid';
import { expect, test } from 'vitest';
import { COPY_HEADER } from '../../database/index.ts';
import { organizationKeys, type Sealing } from '../../keys/index.ts';
import { idsByBucket } from '../new-ids.ts';
import { ContactRows } from './contact-rows.ts';

const keys = organizationKeys(v7(), randomBytes(32));
const IDENTITY = Buffer.from('{"given_name":"Wilhelmina"}');

/** Of the second batch, which uses the blocks of the first again. */
async function piecesOf(
  sealing: Sealing,
  people: number,
  identityOf: (person: number) => Uint8Array = () => IDENTITY,
): Promise<Buffer> {
  const ids = idsByBucket(people);
  const rows = new ContactRows({ keys, importId: v7(), sealing });
  let bytes = Buffer.alloc(0);
  for (let batch = 0; batch < 2; batch++) {
    rows.begin(new Date());
    for (let person = 0; person < people; person++) {
      rows.add(ids, true, identityOf(person), Buffer.from('{}'));
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

test('rows longer than a block go over whole, sealed, in the order in which they came', async () => {
  const sealing = keys.openSealing();
  const lengths = [10, 300_000, 5, 262_144, 1_000_000, 7];
  const marked = (person: number) => Buffer.alloc(lengths[person] ?? 0, 'Wilhelmina');
  const bytes = await piecesOf(sealing, lengths.length, marked);
  await sealing.close();
  expect(bytes.includes('Wilh')).toBe(false);
  let at = COPY_HEADER.length;
  for (const length of lengths) {
    expect(bytes.readInt16BE(at)).toBe(10);
    const fields: Buffer[] = [];
    at += 2;
    for (let field = 0; field < 10; field++) {
      const size = bytes.readInt32BE(at);
      fields.push(bytes.subarray(at + 4, at + 4 + size));
      at += 4 + size;
    }
    const id = stringify(fields[2] ?? new Uint8Array());
    const opened = keys.open(fields[8] ?? new Uint8Array(), `contacts.identity:${id}`);
    expect(opened.equals(Buffer.alloc(length, 'Wilhelmina'))).toBe(true);
  }
  expect(bytes.readInt16BE(at)).toBe(-1);
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
