import { understand, writtenTo } from '@postern/core/returns';
import { expect, it } from 'vitest';
import { SAMPLES, TO } from '../../../../tests/returns/samples.ts';
import { parseMail } from './parse-mail.ts';

it.each(SAMPLES)('$name: $is', async (sample) => {
  const found = understand(await parseMail(Buffer.from(sample.source), sample.from ?? ''));
  expect({ is: found.class, form: found.form }).toEqual({ is: sample.is, form: sample.form });
  if (sample.status !== undefined) expect(found.status).toBe(sample.status);
  if (sample.counts !== undefined) expect(found.counts).toBe(sample.counts);
  for (const part of [TO, 'maria', 'garcia', '@', '555-0100']) {
    expect(found.reason.toLowerCase()).not.toContain(part);
  }
});

it('reads at least forty kinds', () => {
  expect(SAMPLES.length).toBeGreaterThanOrEqual(40);
});

it('tells from the message that a report encloses to whom it was written', async () => {
  const report = SAMPLES.find(({ name }) => name.startsWith('ARF: abuse'));
  const mail = await parseMail(Buffer.from(report?.source ?? ''), '');
  expect(writtenTo(mail)).toEqual([TO]);
});
