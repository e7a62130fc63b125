import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { composed, filling, frame, template } from '../../../../tests/mime/support.ts';
import { makePlan } from './index.ts';

const parts = { subject: 'For {{ name }}', html: '<p>{{ name }}</p>', text: 'Dear {{ name }},' };
const headersOf = (source: Buffer) => source.toString('latin1').split('\r\n\r\n')[0] ?? '';

describe('a message', () => {
  test('says who it is from, to, about and when', async () => {
    const given = filling({ name: 'Zo\u00eb \u{1f44b}' }, { toName: '\u00d6z, Zo\u00eb' });
    const source = composed(parts, given, { replyTo: 'desk@example.org', feedbackId: 'a:b:c' });
    const parsed = await PostalMime.parse(source);
    expect(parsed).toMatchObject({
      from: { name: 'Riverside, "Family" Health', address: 'care@mail.example.org' },
      to: [{ name: '\u00d6z, Zo\u00eb', address: 'kim@example.org' }],
      replyTo: [{ address: 'desk@example.org' }],
      subject: 'For Zo\u00eb \u{1f44b}',
      date: '2026-03-01T12:00:00.000Z',
      messageId: '<0123456789abcdef@mail.example.org>',
      html: '<p>Zo\u00eb \u{1f44b}</p>\n',
      text: 'Dear Zo\u00eb \u{1f44b},\n',
    });
    const values = Object.fromEntries(parsed.headers.map(({ key, value }) => [key, value]));
    expect(values).toMatchObject({
      'list-unsubscribe': '<https://mail.example.org/u/t0k3n>',
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      'feedback-id': 'a:b:c',
      'mime-version': '1.0',
    });
  });

  test('without a way out names none', () => {
    const source = composed(parts, filling({ name: 'Kim' }, { unsubscribeUrl: null }));
    expect(headersOf(source)).not.toMatch(/^list-unsubscribe/im);
  });

  test('is the same bytes whenever it is made again, by another plan too', () => {
    const once = () => composed(parts, filling({ name: 'Kim' }));
    expect(once().equals(once())).toBe(true);
  });

  test('is not made for whom a value is missing', () => {
    expect(makePlan(template(parts), frame).compose(filling({}))).toEqual({
      missing: ['name'],
      sentence:
        'The message shows \u201cname\u201d, which is not known, and has no default for it.',
    });
  });

  test('shows what a condition asks for, and of a blank value nothing', async () => {
    const text = '\n{% if note %}\nNote: {{ note }}\n{% endif %}\n\n\nDear {{ name }} \n  you  \n';
    const plan = makePlan(template({ text }), frame);
    const textOf = async (note: string) => {
      const made = plan.compose(filling({ name: 'Kim', note }));
      if ('missing' in made) throw new Error(made.sentence);
      return (await PostalMime.parse(Buffer.concat(made.source))).text;
    };
    expect(await textOf(' ')).toBe('Dear Kim\n  you\n');
    expect(await textOf('a\n\n\nb ')).toBe('Note: a\n\nb\n\nDear Kim\n  you\n');
  });
});

describe('no header comes of a value', () => {
  const hostile = [
    ...['A\r\nBcc: evil@example.org', 'A\nX: y', 'a <b@example.org>,', 'A\r\n\r\n<p>body</p>'],
    ...['"', '\\', '" <b@example.org>, "', '=?utf-8?Q?=0D=0ABcc:_x?=', 'A\u2028Bcc: x', '(c', '\0'],
  ];
  test.each(hostile)('%j', async (name) => {
    const from = { ...frame.from, name };
    const given = filling({ name: `for ${name}` }, { toName: name });
    const parsed = await PostalMime.parse(composed(parts, given, { from, feedbackId: name }));
    expect(parsed.headers.map((header) => header.key)).toEqual([
      ...['dkim-signature', 'dkim-signature', 'from', 'to', 'subject', 'date', 'message-id'],
      ...['mime-version', 'content-type', 'list-unsubscribe', 'list-unsubscribe-post'],
      'feedback-id',
    ]);
    expect(parsed.to?.map((one) => one.address)).toEqual(['kim@example.org']);
    expect(parsed.from?.address).toBe('care@mail.example.org');
    expect(parsed.text).toMatch(/^Dear for /);
  });

  test.each([
    { messageId: '<a@b>\r\nBcc: x' },
    { unsubscribeUrl: 'https://example.org/ x' },
    { mark: 'a\r\n' },
  ])('what programs make is refused: %j', (over) => {
    const plan = makePlan(template({}), frame);
    expect(() => plan.compose(filling({}, over))).toThrow(/cannot stand in a header/);
  });
});

describe('an address', () => {
  const toOf = (address: string) => {
    const lines = headersOf(composed({}, filling({}, { address, toName: 'Kim' }))).split('\r\n');
    return Buffer.from(lines.find((line) => line.startsWith('To: ')) ?? '', 'latin1').toString();
  };
  test.each([
    ['ana@b\u00fccher.example.org', 'To: Kim <ana@xn--bcher-kva.example.org>'],
    ['an\u00e1@example.org', 'To: Kim <an\u00e1@example.org>'],
    ['an\u00e1@b\u00fccher.example.org', 'To: Kim <an\u00e1@xn--bcher-kva.example.org>'],
    ["o'brien+x@example.org", "To: Kim <o'brien+x@example.org>"],
  ])('%s is written as %s', (address, written) => {
    expect(toOf(address)).toBe(written);
  });

  test.each(['kim', 'a@b@example.org', 'a b@example.org', 'a@example.org>\r\nBcc: x', '<a@x.org'])(
    'that is none makes no message: %j',
    (address) => {
      const made = makePlan(template({}), frame).compose(filling({}, { address }));
      expect(made).toMatchObject({ missing: [] });
    },
  );

  test('of the sender that is none makes no plan', () => {
    const from = { name: 'Care', address: 'care at example.org' };
    expect(() => makePlan(template({}), { ...frame, from })).toThrow(/care at example.org/);
  });
});
