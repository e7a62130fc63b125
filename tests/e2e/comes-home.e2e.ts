import { returnPath } from '../../packages/server/src/delivery/return-path.ts';
import { deliver } from '../returns/deliver.ts';
import { dsn } from '../returns/samples.ts';
import { forEverybody } from './axe.ts';
import { beside, recipient } from './installation.ts';
import { expect, goTo, signIn, test } from './product.ts';

const REASON = '550 5.1.1 The email account that you tried to reach does not exist.';

test('a bounce comes home, says what was said, and ends the writing until a person releases it', async ({
  page,
}) => {
  await signIn(page);
  const { contactId, campaignId, name, email } = await recipient(page, 3);
  const to = await beside(async ({ pool }, _organization, keys) => {
    const { rows } = await pool.query<{ number: number; domain: string; organization: number }>(
      `select c.number, o.number as organization, s.return_path_domain as domain
       from campaigns c join organizations o on o.id = c.organization_id
         join streams s on s.organization_id = o.id and s.stream = c.stream
       where c.id = $1`,
      [campaignId],
    );
    const { number, organization, domain } = rows[0] ?? {};
    if (!number || !organization || !domain) throw new Error('There is no such campaign.');
    return returnPath(keys, organization, { campaignNumber: number, contactId }, domain);
  });
  const port = Number(process.env.POSTERN_E2E_RETURNS);
  const report = { action: 'failed', status: '5.1.1', to: email, mta: 'mx.example.net' };
  const answer = await deliver(
    { port, authority: null, name: 'returns.postern.internal' },
    { to, source: dsn({ ...report, diagnostic: `smtp; ${REASON}` }) },
  );
  expect(answer.code, answer.text).toBe(250);

  await goTo(page, 'Bounces');
  const row = page.getByRole('row').filter({ hasText: name });
  await expect(row).toContainText('No such mailbox');
  await expect(row).toContainText(REASON);
  await expect(row).toContainText('Nothing is sent to this address any more.');
  await row.getByRole('button', { name: 'Read the message that came from mx.example.net' }).click();
  const source = page.getByRole('dialog').getByRole('region', { name: 'Source' });
  await expect(source).toContainText('Final-Recipient: rfc822;');
  await forEverybody(page, 'a message that came back');
  await page.keyboard.press('Escape');
  await forEverybody(page, 'what came back');

  await row.getByRole('link', { name }).click();
  // the page before says nearly the same, and may still stand
  const standing = page.getByRole('region', { name: 'Where they stand' });
  await expect(standing).toContainText('Their mailbox is gone.');
  await expect(standing).toContainText('Nothing is sent to this address, messages about their');

  await goTo(page, 'Bounces');
  await page.getByRole('tab', { name: 'Written to no more' }).click();
  await expect(row).toContainText('There is no such mailbox');
  await forEverybody(page, 'who is written to no more');
  await page.getByRole('button', { name: `Release the address of ${name}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Write to it again' }).click();
  await expect(row).toHaveCount(0);
});

test('a bounce to a return path that was made up is refused at the door', async () => {
  const port = Number(process.env.POSTERN_E2E_RETURNS);
  const answer = await deliver(
    { port, authority: null, name: 'returns.postern.internal' },
    { to: `b-${'a'.repeat(58)}@bounces.riverside.example.org`, source: 'Subject: no\r\n\r\nNo.' },
  );
  expect(answer.code).toBe(550);
});
