import { understand } from '@postern/core/returns';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arf, dsn } from '../../../../tests/returns/samples.ts';
import { parseMail } from './parse-mail.ts';

it('takes any bytes apart, and what follows understands them somehow', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 4000 }), async (bytes) => {
      understand(await parseMail(bytes, ''));
    }),
  );
});

it('reads a report that was cut or spoilt anywhere without failing', async () => {
  const sources = [dsn({ action: 'failed', status: '5.1.1' }), arf('abuse')].map((text) =>
    Buffer.from(text),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...sources),
      fc.nat(2000),
      fc.uint8Array({ maxLength: 20 }),
      async (source, place, bytes) => {
        const spoilt = Buffer.concat([
          source.subarray(0, place),
          bytes,
          source.subarray(place + 9),
        ]);
        understand(await parseMail(spoilt, ''));
      },
    ),
  );
});

it('knows the null sender from the envelope, or where there was none from Return-Path', async () => {
  const source = Buffer.from('Return-Path: <>\r\nSubject: x\r\n\r\nx');
  expect((await parseMail(source, null)).nullSender).toBe(true);
  expect((await parseMail(source, 'ana@example.com')).nullSender).toBe(false);
  expect((await parseMail(Buffer.from('Subject: x\r\n\r\nx'), null)).nullSender).toBe(false);
});

it('makes no HTML into text where there is a text, nor the other way about', async () => {
  const part = (type: string, words: string) =>
    `--b\r\nContent-Type: text/${type}\r\n\r\n${words}\r\n`;
  const mixed = (...parts: string[]) =>
    Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts.join('')}--b--\r\n`);
  // the library's own way with this takes many seconds
  const endless = part('html', '<a href="'.repeat(27_000));
  expect((await parseMail(mixed(part('plain', '550 5.1.1 gone'), endless), '')).text.trim()).toBe(
    '550 5.1.1 gone',
  );
  const { text } = await parseMail(mixed(part('html', '<p>550 5.1.1 gone</p>')), '');
  expect(text.trim()).toBe('550 5.1.1 gone');
});

it('reads 10,000 lines and no more, however short they are', async () => {
  const report = dsn({ action: 'failed', status: '5.1.1' });
  const after = (lines: number) => Buffer.from(`${'X-A: b\r\n'.repeat(lines)}${report}`);
  const of = async (lines: number) => understand(await parseMail(after(lines), '')).class;
  expect(report.split('\n').length).toBeLessThan(100);
  expect([await of(9_900), await of(10_000)]).toEqual(['hard', 'unknown']);
});
