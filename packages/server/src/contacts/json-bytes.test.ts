import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonBytes, nameOf } from './json-bytes.ts';

const text = fc.string({ unit: 'binary', maxLength: 40 });
const value = fc.oneof(
  text,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.array(text, { maxLength: 5 }),
);
const object = fc.dictionary(text, value, { maxKeys: 6, noNullPrototype: true });

describe('an object written as bytes', () => {
  it('is what JSON.stringify and UTF-8 make of it, whatever is in it and before it', () => {
    fc.assert(
      fc.property(fc.array(object, { maxLength: 4 }), (objects) => {
        const json = new JsonBytes();
        for (const one of objects) {
          for (const [key, member] of Object.entries(one)) json.member(nameOf(key), member);
          json.close();
        }
        for (const [index, one] of objects.entries()) {
          expect(json.object(index)).toEqual(Buffer.from(JSON.stringify(one)));
        }
      }),
    );
  });

  it('of texts longer than it has room for is written whole', () => {
    const json = new JsonBytes();
    const long = 'x'.repeat(20_000);
    json.member(nameOf('a'), [long, `${long}\u{20ac}`]);
    json.close();
    expect(JSON.parse(Buffer.from(json.object(0)).toString())).toEqual({
      a: [long, `${long}\u{20ac}`],
    });
  });

  it('takes again what was written before', () => {
    const json = new JsonBytes();
    json.member(nameOf('a'), 'b');
    const member = json.since(0);
    json.close();
    json.again(member);
    json.close();
    expect(json.object(1)).toEqual(json.object(0));
  });
});
