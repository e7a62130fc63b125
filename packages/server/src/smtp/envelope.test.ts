import { describe, expect, it } from 'vitest';
import { envelopeFor } from './envelope.ts';
import { extensionsOf } from './extensions.ts';

const offering = (...lines: string[]) => extensionsOf({ code: 250, lines: ['test', ...lines] });
const message = (over: object = {}) => ({
  from: 'bounce@example.org',
  to: 'alice@example.net',
  source: [Buffer.from('Subject: a\r\n\r\nb\r\n')],
  ...over,
});

describe('the envelope', () => {
  it('says what the server announced, and nothing else', () => {
    expect(envelopeFor(message({ envelopeId: 'c=1' }), offering())).toMatchObject({
      mail: 'MAIL FROM:<bounce@example.org>\r\n',
      rcpt: 'RCPT TO:<alice@example.net>\r\n',
    });
    const able = offering('SIZE 1000', 'DSN', '8BITMIME', 'SMTPUTF8');
    expect(envelopeFor(message({ envelopeId: 'c=1' }), able)).toMatchObject({
      mail: 'MAIL FROM:<bounce@example.org> SIZE=17 ENVID=c+3D1\r\n',
    });
    const eight = message({ source: [Buffer.from('Grüße\r\n')] });
    expect(envelopeFor(eight, able)).toMatchObject({
      mail: 'MAIL FROM:<bounce@example.org> SIZE=9 BODY=8BITMIME\r\n',
    });
  });

  it('may have no sender', () => {
    expect(envelopeFor(message({ from: '' }), offering())).toMatchObject({
      mail: 'MAIL FROM:<>\r\n',
    });
  });

  it('asks for SMTPUTF8 where a local part needs it, and not for a domain', () => {
    const domain = envelopeFor(message({ to: 'a@grün.example' }), offering());
    expect(domain).toMatchObject({ rcpt: 'RCPT TO:<a@xn--grn-ioa.example>\r\n' });
    expect(envelopeFor(message({ to: 'grün@example.net' }), offering())).toEqual({
      kind: 'unfit',
      why: 'smtputf8',
    });
    expect(envelopeFor(message({ to: 'grün@example.net' }), offering('SMTPUTF8'))).toMatchObject({
      mail: 'MAIL FROM:<bounce@example.org> SMTPUTF8\r\n',
      rcpt: 'RCPT TO:<grün@example.net>\r\n',
    });
  });

  it('does not fit a server that takes no message of this size', () => {
    expect(envelopeFor(message(), offering('SIZE 16'))).toEqual({ kind: 'unfit', why: 'size' });
    expect(envelopeFor(message(), offering('SIZE 17'))).toHaveProperty('size', 17);
    expect(envelopeFor(message(), offering('SIZE 0'))).toHaveProperty('size', 17);
    expect(envelopeFor(message(), offering('SIZE'))).toHaveProperty('size', 17);
  });

  it('gives no message of 8 bits to a server that knows 7', () => {
    const eight = message({ source: [Buffer.from('Grüße\r\n')] });
    expect(envelopeFor(eight, offering())).toMatchObject({
      kind: 'broken',
      fault: { code: 'EPROTOCOL' },
    });
  });

  it.each([
    'a@example.org\r\nRCPT TO:<b@example.org>',
    'a@example.org> SIZE=1',
    '<a@example.org',
    'a b@example.org',
    'a\u0000@example.org',
    'a\u0085@example.org',
    'example.org',
    '@example.org',
    'a@',
    '',
    `${'a'.repeat(250)}@example.org`,
    'a@exa\u3000mple..',
  ])('is not written for %j', (to) => {
    expect(envelopeFor(message({ to }), offering('SMTPUTF8'))).toEqual({
      kind: 'answered',
      at: 'RCPT',
      reply: { code: 553, enhanced: '5.1.3', text: '' },
    });
  });
});
