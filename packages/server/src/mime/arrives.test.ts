import { randomBytes } from 'node:crypto';
import { headerLine, render } from '@postern/core/templates';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import {
  composed,
  filling,
  frame,
  RSA,
  template,
  verdicts,
} from '../../../../tests/mime/support.ts';
import { extras } from '../../../../tests/templates/support.ts';
import { makePlan } from './index.ts';

/** What mail has been known to come to grief on. */
const signs = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom(
    '.',
    '..',
    '\n.\n',
    '\nFrom you',
    '=',
    '=3D',
    '=\r\n',
    '\0',
    '\r',
    '\t',
    '--',
    '--=_',
  ),
  fc.constantFrom(
    '\u05e9\u05dc\u05d5\u05dd',
    '\u202eabc',
    'e\u0301\u0323',
    '\ud83d',
    '\u{1f468}\u200d\u{1f469}',
  ),
  fc.constantFrom(
    ' ',
    '  ',
    '\n',
    '\n\n\n',
    ' \n',
    '\u00a0',
    '\ufeff',
    '=?utf-8?Q?x?=',
    '"',
    '\\',
    ', ',
    '<a@b>',
  ),
  fc.integer({ min: 60, max: 3_000 }).map((size) => 'w'.repeat(size)),
);
const value = fc.array(signs, { minLength: 1, maxLength: 5 }).map((some) => some.join(''));
/** Text of an author, without signs of the template language. */
const authored = value.map((text) => text.replace(/[{}%]/g, ''));
const withSlots = fc
  .array(
    fc.oneof(authored, fc.constantFrom('{{ name }}', '{{ note }}', '{% if note %}b {% endif %}')),
  )
  .map((some) => some.join(''));

/** A null is in no message, and half a character is none; a mark at the beginning is for decoders. */
const clean = (text: string) => text.toWellFormed().replaceAll('\0', '');
const ended = (text: string | undefined) => (text ?? '').replace(/^\ufeff|\s+$/gu, '');
const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

describe('what was composed, read by an independent parser', () => {
  test('is what was rendered, and every line of it goes through any mail server', async () => {
    const attributes = fc.record({
      name: value.map((text) => `n${text}`),
      note: value.map((text) => `${text}e`),
    });
    await fc.assert(
      fc.asyncProperty(
        withSlots,
        withSlots,
        withSlots,
        attributes,
        value,
        async (subject, html, text, known, toName) => {
          const parts = { subject: subject.replaceAll('note', 'name'), html, text };
          const given = filling(known, { toName });
          const rendered = render(template(parts), given.permit, extras);
          if ('missing' in rendered) throw new Error(rendered.sentence);
          const source = composed(parts, given, {
            signingKeys: [],
            from: { ...frame.from, name: toName },
          });
          const parsed = await PostalMime.parse(source);
          expect(parsed.subject ?? '').toBe(clean(rendered.subject));
          expect(ended(parsed.html)).toBe(ended(clean(rendered.html)));
          expect(lines(parsed.text ?? '')).toBe(lines(clean(rendered.text)));
          const name = headerLine(toName);
          expect(parsed.to).toMatchObject([{ name, address: 'kim@example.org' }]);
          expect(parsed.from).toMatchObject({ name, address: frame.from.address });
          for (const line of source.toString('latin1').split('\r\n')) {
            expect(line).toMatch(/^(?:List-Unsubscribe: .*|[\x20-\x7e]{0,76})$/);
            expect(line).not.toMatch(/^\.|^From /);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('an attachment', () => {
  const parsedWith = (attachments: Parameters<typeof makePlan>[1]['attachments']) =>
    PostalMime.parse(composed({}, filling({}), { attachments, signingKeys: [] }));

  test('arrives as it was, by its name, beside text and HTML', async () => {
    const names = fc.oneof(
      fc.constantFrom('a.pdf', 'r\u00e9sum\u00e9.pdf', '"; x="', "it's 100%.txt"),
      value,
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), names, async (octets, filename) => {
        const content = Buffer.from(octets);
        const contentType = 'application/pdf';
        const parsed = await parsedWith([{ filename, contentType, content }]);
        expect(ended(parsed.text)).toBe('Hello');
        expect(ended(parsed.html)).toBe('<p>Hello</p>');
        expect(parsed.attachments).toHaveLength(1);
        const [attachment] = parsed.attachments;
        expect(attachment).toMatchObject({ mimeType: contentType, disposition: 'attachment' });
        expect(Buffer.from(attachment?.content as ArrayBuffer).equals(content)).toBe(true);
        expect(attachment?.filename ?? '').toBe(headerLine(filename).replace(/[/\\]/g, '_'));
      }),
    );
  });

  test.each(['message/rfc822', 'multipart/mixed', 'text/plain\r\nX: y', 'pdf', ''])(
    'of the type %j is sent as octets',
    async (contentType) => {
      const parsed = await parsedWith([{ filename: 'a', contentType, content: Buffer.from('a') }]);
      expect(parsed.attachments).toMatchObject([{ mimeType: 'application/octet-stream' }]);
    },
  );

  test('of 4 MB arrives as it was, is signed, and is the same memory in every message', async () => {
    const content = randomBytes(4_000_000);
    const attachments = [
      { filename: 'scan.png', contentType: 'image/png', content },
      { filename: 'b.bin', contentType: 'application/octet-stream', content: Buffer.from('b') },
    ];
    const plan = makePlan(template({}), { ...frame, attachments, signingKeys: [RSA] });
    const [one, other] = ['a', 'b'].map((digit) => {
      const made = plan.compose(filling({}, { mark: digit.repeat(24) }));
      if ('missing' in made) throw new Error(made.sentence);
      return made.source;
    });
    const large = (source = one) => source?.find((part) => part.length > 4_000_000)?.buffer;
    expect(large(one)).toBe(large(other));
    const message = Buffer.concat(one ?? []);
    expect(await verdicts(message)).toEqual(['pass']);
    const [scan] = (await PostalMime.parse(message)).attachments;
    expect(Buffer.from(scan?.content as ArrayBuffer).equals(content)).toBe(true);
  });
});
