import type { Page } from '@playwright/test';
import { depositMessage } from '../../packages/server/src/portal/index.ts';
import { forEverybody } from './axe.ts';
import { beside, recipient } from './installation.ts';
import { ask, expect, goTo, signIn, test } from './product.ts';

const SUBJECT = 'Your results are in';
const TEXT = 'Nothing has to change until your next visit.';

test('a message that could not leave encrypted is read by who shows who they are, and by nobody else', async ({
  page,
  browser,
  baseURL,
}) => {
  await signIn(page);
  const person = await recipient(page, 7);
  const token = await leave(person);
  const device = { ...(baseURL && { baseURL }), viewport: { width: 390, height: 844 } };
  const patient = await browser.newContext({ ...device, javaScriptEnabled: false });
  const phone = await patient.newPage();
  const open = phone.getByRole('button', { name: 'Open the message' });
  const [year = '', month = '', day = ''] = person.birth_date.split('-');
  const born = async (bornIn: string) => {
    await phone.getByRole('textbox', { name: 'Month' }).fill(String(Number(month)));
    await phone.getByRole('textbox', { name: 'Day' }).fill(String(Number(day)));
    await phone.getByRole('textbox', { name: 'Year' }).fill(bornIn);
  };
  const word = phone.getByRole('textbox', { name: 'The code, or the word that you agreed' });

  await phone.goto(`/m/${token}`);
  await expect(phone.getByRole('heading', { name: 'A message is waiting for you' })).toBeVisible();
  expect(await phone.content()).not.toContain(SUBJECT);
  await open.click();
  await expect(phone.getByRole('alert')).toContainText('Something is missing');
  await phone.getByRole('button', { name: 'Send me a code' }).click();
  await expect(phone.getByRole('status')).toContainText('a code is on its way');

  const code = await codeFor(page, person.email);
  await born(String(Number(year) + 1));
  await word.fill(code);
  await open.click();
  await expect(phone.getByRole('alert')).toContainText('This did not open a message.');
  await expect(phone.getByRole('status')).toHaveCount(0);
  await born(year);
  await word.fill(code);
  await open.click();
  await expect(phone.getByRole('heading', { name: SUBJECT })).toBeVisible();
  await expect(phone.frameLocator('iframe').getByText(TEXT)).toBeVisible();
  await test.step('both pages are for everybody', async () => {
    // axe runs in a page, so that this one has scripts: with and without who has shown who they are
    for (const [name, storageState] of [
      ['who are you', undefined],
      ['the message', await patient.storageState()],
    ] as const) {
      const other = await browser.newContext({ ...device, ...(storageState && { storageState }) });
      const same = await other.newPage();
      await same.goto(`/m/${token}`);
      await forEverybody(same, name);
      await other.close();
    }
  });
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  await phone.getByRole('textbox', { name: 'Your reply' }).fill('Thank you. Then until spring.');
  await phone.getByRole('button', { name: 'Send the reply' }).click();
  await expect(phone.getByRole('status')).toHaveText('Your reply was sent.');
  await phone.getByRole('button', { name: 'Close the message' }).click();
  await expect(phone.getByRole('status')).toContainText('The message is closed.');
  expect(await phone.content()).not.toContain(SUBJECT);
  await patient.close();

  await goTo(page, 'Pick-up');
  const row = page.getByRole('row').filter({ hasText: person.name });
  await expect(row).toContainText('Read');
  await forEverybody(page, 'messages for pick-up');
  await row.getByRole('link', { name: /^1 of .*: see the replies$/ }).click();
  const reply = page.getByRole('listitem').filter({ hasText: person.name });
  await expect(reply).toContainText('not read yet');
  await reply.getByRole('button', { name: 'Read', exact: true }).click();
  await expect(reply.getByRole('status')).toHaveText('Thank you. Then until spring.');
  await forEverybody(page, 'a reply');
  await reply.getByRole('link', { name: person.name }).click();
  await expect(page.getByText('evidence of access')).toBeVisible();
});

type Person = Awaited<ReturnType<typeof recipient>>;

/** Leaves a message as direct delivery does when no server of theirs offers TLS; answers the link's token. */
const leave = ({ contactId, campaignId }: Person): Promise<string> =>
  beside(async ({ database }, { id: organizationId }, keys) => {
    const html = `<html><body style="margin: 24px"><p>${TEXT}</p></body></html>`;
    const rendered = { subject: SUBJECT, html, text: TEXT };
    const given = { organizationId, campaignId, contactId, rendered, now: new Date() };
    return (await depositMessage(database, keys, given)).token;
  });

interface Captured {
  readonly data: readonly { readonly id: string; readonly to: string; readonly subject: string }[];
}

/** The one-time code out of the mail that brought it, which is in the sandbox like any other. */
async function codeFor(page: Page, email: string): Promise<string> {
  let code = '';
  await expect(async () => {
    const { data } = await ask<Captured>(page, '/sandbox/messages?limit=5');
    const mail = data.find(({ to, subject }) => to.includes(email) && subject.includes('code'));
    const { text } = await ask<{ text: string }>(page, `/sandbox/messages/${mail?.id}`);
    code = /\d{4} \d{4}/.exec(text)?.[0] ?? '';
    expect(code).not.toBe('');
  }).toPass({ timeout: 10_000 });
  return code;
}
