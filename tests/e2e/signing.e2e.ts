import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { publishedForm } from '../support/forms.ts';
import { pdfText } from '../support/pdf-text.ts';
import { forEverybody } from './axe.ts';
import { beside, recipient } from './installation.ts';
import { ask, choose, expect, signIn, test } from './product.ts';

const PURPOSE = 'To tell you about our classes for people who live with diabetes.';
const PHONE = { width: 390, height: 844 };

const publish = (title: string) =>
  beside(({ database }, { id }) => publishedForm(database, id, { title, purpose: PURPOSE }));

/** On a contact's page: asks for a signature on a form, by one of the ways. */
async function askFor(page: Page, contactId: string, title: string, way: RegExp) {
  await page.goto(`/contacts/${contactId}`);
  await page.getByRole('button', { name: 'Ask for a signature' }).click();
  const dialog = page.getByRole('dialog', { name: 'Ask for a signature' });
  await choose(page, 'Which form?', new RegExp(`^${title}`));
  await dialog.getByRole('radio', { name: way }).check();
  return dialog;
}

interface Captured {
  readonly data: readonly { readonly id: string; readonly to: string; readonly subject: string }[];
}

/** What a mail to somebody says, which is in the sandbox like any other. */
async function mailed(page: Page, email: string, subject: string, wanted: RegExp) {
  let found = '';
  await expect(async () => {
    const { data } = await ask<Captured>(page, '/sandbox/messages?limit=10');
    const mail = data.find((one) => one.to.includes(email) && one.subject === subject);
    const { text } = await ask<{ text: string }>(page, `/sandbox/messages/${mail?.id}`);
    found = wanted.exec(text)?.[0] ?? '';
    expect(found).not.toBe('');
  }).toPass({ timeout: 10_000 });
  return found;
}

test('a document is read and signed on a phone, without scripts, by who shows who they are', async ({
  page,
  browser,
  baseURL,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await signIn(page);
  const title = 'News about classes';
  await publish(title);
  const person = await recipient(page, 9);
  const dialog = await askFor(page, person.contactId, title, /^By a link in a mail/);
  await forEverybody(page, 'asking for a signature');
  await dialog.getByRole('button', { name: 'Mail the link' }).click();
  await expect(page.getByText('The link is on its way by mail.')).toBeVisible();
  const link = await mailed(page, person.email, 'A document is waiting for you', /\/a\/[\w-]+/);

  const device = { ...(baseURL && { baseURL }), viewport: PHONE };
  const patient = await browser.newContext({ ...device, javaScriptEnabled: false });
  const phone = await patient.newPage();
  await phone.goto(link);
  await expect(phone.getByRole('heading', { level: 1 })).toHaveText(
    'A document is waiting for you',
  );
  expect(await phone.content()).not.toContain(PURPOSE);
  await phone.getByRole('button', { name: 'Read the document' }).click();
  await expect(phone.getByRole('alert')).toContainText('Something is missing');
  await phone.getByRole('button', { name: 'Send me a code' }).click();
  await expect(phone.getByRole('status')).toContainText('a code is on its way');
  const code = await mailed(page, person.email, 'Your one-time code', /\d{4} \d{4}/);
  const [year = '', month = '', day = ''] = person.birth_date.split('-');
  await phone.getByRole('textbox', { name: 'Month' }).fill(month);
  await phone.getByRole('textbox', { name: 'Day' }).fill(day);
  await phone.getByRole('textbox', { name: 'Year' }).fill(year);
  await phone.getByRole('textbox', { name: 'The code' }).fill(code);
  await phone.getByRole('button', { name: 'Read the document' }).click();
  await expect(phone.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(phone.getByText(PURPOSE)).toBeVisible();
  await expect(phone.getByText('You may also draw your signature')).toBeHidden();
  await phone.getByLabel('Date', { exact: true }).fill('');
  await phone.getByRole('button', { name: 'I sign' }).click();
  await expect(phone.getByRole('alert')).toContainText('Enter today’s date');
  await expect(phone.getByRole('alert')).toContainText('Type your name');

  await test.step('the pages are for everybody', async () => {
    // axe runs in a page, so that this one has scripts: with and without who has shown who they are
    for (const [name, storageState] of [
      ['who are you', undefined],
      ['the document', await patient.storageState()],
    ] as const) {
      const other = await browser.newContext({ ...device, ...(storageState && { storageState }) });
      const same = await other.newPage();
      await same.goto(link);
      await forEverybody(same, name);
      const wide = await same.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(PHONE.width);
      await other.close();
    }
  });

  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'UTC' }).format(new Date());
  await phone.getByLabel('Date', { exact: true }).fill(today);
  await phone.getByRole('textbox', { name: /^Your signature/ }).fill(person.name);
  await phone.getByRole('button', { name: 'I sign' }).click();
  await expect(phone.getByRole('heading', { level: 1 })).toHaveText('It is signed');
  const coming = phone.waitForEvent('download');
  await phone.getByRole('link', { name: /Download your copy/ }).click();
  const copy = await readFile(await (await coming).path());
  expect((await pdfText(copy)).text).toContain(`Signed: ${person.name}`);
  await patient.close();

  await page.reload();
  await expect(page.getByText(`Signed: ${title}`)).toBeVisible();
  await expect(page.getByText(/^Kept until .*Copy given behind their link/).first()).toBeVisible();
  const kept = page.waitForEvent('download');
  await page
    .getByRole('link', { name: /^Signed document/ })
    .first()
    .click();
  expect(await readFile(await (await kept).path())).toEqual(copy);
  await forEverybody(page, 'a contact who signed');
});

test('a signature is drawn on a tablet that staff hands over, and the page then says no more', async ({
  page,
  browser,
  baseURL,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await signIn(page);
  const title = 'News of the practice';
  await publish(title);
  const person = await recipient(page, 10);
  const dialog = await askFor(page, person.contactId, title, /^On a tablet/);
  const make = dialog.getByRole('button', { name: 'Make the page' });
  await expect(make).toBeDisabled();
  await dialog.getByRole('checkbox', { name: /I have seen who this is/ }).check();
  await make.click();
  const link = await dialog.getByRole('link', { name: 'Open the page here' }).getAttribute('href');
  await expect(dialog.getByRole('img', { name: /QR code/ })).toBeVisible();
  await forEverybody(page, 'the page for the tablet');
  await dialog.getByRole('button', { name: 'Done' }).click();

  const context = await browser.newContext({ ...(baseURL && { baseURL }), viewport: PHONE });
  const tablet = await context.newPage();
  const path = new URL(link ?? '', baseURL).pathname;
  await tablet.goto(path);
  await expect(tablet.getByText(PURPOSE)).toBeVisible();
  await tablet.getByRole('radio', { name: /somebody else/ }).check();
  await tablet.getByLabel(/^What allows you/).fill('Daughter, power of attorney for health care');
  await tablet.getByRole('textbox', { name: /^Your signature/ }).fill('Maya Example');
  const pad = tablet.locator('#pad');
  await pad.scrollIntoViewIfNeeded();
  const at = await pad.boundingBox();
  if (at === null) throw new Error('There is no place to draw.');
  await tablet.mouse.move(at.x + 20, at.y + 20);
  await tablet.mouse.down();
  await tablet.mouse.move(at.x + 120, at.y + 60, { steps: 5 });
  await tablet.mouse.up();
  await expect(tablet.locator('#drawn')).toHaveValue(/^\d+,\d+( \d+,\d+){5}$/);
  await forEverybody(tablet, 'a document with a drawn signature');
  await tablet.getByRole('button', { name: 'I sign' }).click();
  await expect(tablet.getByText('Please give the tablet back.')).toBeVisible();
  await tablet.goto(path);
  await expect(tablet.getByRole('heading', { level: 1 })).toHaveText('This document is signed');
  expect(await tablet.content()).not.toContain(PURPOSE);
  await context.close();
});
