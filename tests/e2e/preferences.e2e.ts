import type { Browser } from '@playwright/test';
import type { AuthorizationDocument } from '@postern/core/gate';
import { loadConsent, recordConsent } from '../../packages/server/src/consent/index.ts';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import { messageLinks } from '../../packages/server/src/delivery/index.ts';
import { authorization } from '../support/authorization.ts';
import { forEverybody } from './axe.ts';
import { beside, recipient } from './installation.ts';
import { expect, goTo, signIn, test } from './product.ts';

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 900 };
/** One of the demonstration's. */
const TOPIC = 'Events and classes';
const NEW_TOPIC = 'Walking together';

const ALLOWED: AuthorizationDocument = authorization({
  id: 'e2e-preferences',
  informationScope: 'service',
  signedOn: '2026-01-05',
});

test('an organization names a topic, and a campaign is about it', async ({ page }) => {
  await signIn(page);
  await test.step('the organization names a topic', async () => {
    await goTo(page, 'Settings');
    await page.getByRole('tab', { name: 'Topics' }).click();
    await page.getByRole('button', { name: 'New topic' }).first().click();
    await page.getByRole('textbox', { name: 'Name' }).fill(NEW_TOPIC);
    await page.getByRole('textbox', { name: 'In a line' }).fill('What happens at the clinic');
    await forEverybody(page, 'a new topic');
    await page.getByRole('button', { name: 'Make it' }).click();
    await expect(page.getByRole('cell', { name: NEW_TOPIC, exact: true })).toBeVisible();
    await forEverybody(page, 'topics');
  });
  await test.step('a campaign is about it', async () => {
    await goTo(page, 'Campaigns');
    await page.getByRole('link', { name: 'New campaign' }).click();
    await page.getByRole('textbox', { name: 'What do you call it?' }).fill('A walk in May');
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('button', { name: 'Next: What it is about' }).click();
    await page
      .getByRole('radiogroup', { name: 'Which topic is it about?' })
      .getByRole('radio', { name: NEW_TOPIC })
      .check();
    await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toHaveText('Saved');
    await page.reload();
    await expect(page.getByRole('radio', { name: NEW_TOPIC })).toBeChecked();
    await forEverybody(page, 'a campaign’s topic');
    await goTo(page, 'Campaigns');
    await page.getByRole('link', { name: 'Spring wellness newsletter' }).click();
    await expect(page.getByText('News and advice')).toBeVisible();
  });
});

test('a person chooses what they get from the link in their mail, on a phone and without scripts', async ({
  page,
  browser,
  baseURL,
}) => {
  await signIn(page);
  const person = await recipient(page, 11);
  await allow(person.contactId);
  const address = await linkOf(person);

  const device = { ...(baseURL && { baseURL }), viewport: PHONE };
  const patient = await browser.newContext({ ...device, javaScriptEnabled: false });
  const phone = await patient.newPage();
  const said = phone.getByRole('status');
  await phone.goto(address);
  const heading = phone.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText(/^What you get from /);
  for (const value of [person.email, person.name, person.birth_date]) {
    expect(await phone.content()).not.toContain(value);
  }
  await test.step('the page is for everybody, on a phone and on a desk', async () => {
    for (const viewport of [PHONE, DESKTOP]) await lookAt(browser, baseURL, viewport, address);
  });
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  await test.step('leaves a topic, and asks for less', async () => {
    await phone.getByRole('checkbox', { name: TOPIC }).uncheck();
    await phone.getByRole('combobox', { name: /^How often/ }).selectOption('Twice a month');
    await phone.getByRole('combobox', { name: /^Which language/ }).selectOption('Español');
    await phone.getByRole('button', { name: 'Save what I chose' }).click();
    await expect(said).toContainText('It is saved');
    await expect(phone.getByRole('checkbox', { name: TOPIC })).not.toBeChecked();
  });
  await test.step('is told what follows before a permission is taken back', async () => {
    await phone.getByRole('link', { name: /^Take it back: .*January 5, 2026$/ }).click();
    await expect(heading).toHaveText('Take this permission back?');
    await expect(phone.getByText('a message that was sent cannot be called back')).toBeVisible();
    await lookAt(browser, baseURL, PHONE, phone.url());
    await phone.getByRole('button', { name: 'Yes, take it back' }).click();
    await expect(said).toContainText('The permission is taken back');
    await expect(phone.getByRole('link', { name: /January 5, 2026$/ })).toHaveCount(0);
  });
  await test.step('asks for a limit', async () => {
    await phone.getByRole('button', { name: 'Ask for it' }).click();
    await expect(phone.getByRole('alert')).toContainText('Write first');
    await phone.getByRole('textbox', { name: /^What should not/ }).fill('Nothing to my employer.');
    await phone.getByRole('button', { name: 'Ask for it' }).click();
    await expect(said).toContainText('The staff has what you wrote');
  });
  await test.step('leaves everything with one press', async () => {
    await phone.getByRole('button', { name: 'Stop all of it' }).click();
    await expect(said).toContainText('It is stopped');
    await expect(phone.getByRole('checkbox', { name: /^Mailings/ })).not.toBeChecked();
    await expect(phone.getByRole('checkbox', { name: /^Messages about your own/ })).toBeChecked();
  });
  await patient.close();

  expect(await factsOf(person.contactId)).toEqual([
    'opted_out',
    'frequency_chosen',
    'language_chosen',
    'authorization_revoked',
    'restriction_requested',
    'opted_out',
    'opted_out',
    'opted_out',
  ]);
});

/** axe runs in a page, so that this one has scripts. */
async function lookAt(
  browser: Browser,
  baseURL: string | undefined,
  viewport: { width: number; height: number },
  address: string,
) {
  const context = await browser.newContext({ ...(baseURL && { baseURL }), viewport });
  const same = await context.newPage();
  await same.goto(address);
  await forEverybody(same, `${new URL(same.url()).search || 'preferences'} at ${viewport.width}`);
  await context.close();
}

/** Where the link in their mail leads, without the host. */
const linkOf = (subject: { contactId: string; campaignId: string }): Promise<string> =>
  beside(async (_, { number }, keys) => messageLinks('', keys, number, subject).preferences);

const allow = (contactId: string) =>
  beside(({ database }, _, keys) =>
    inTransaction(database, (tx) =>
      recordConsent(tx, keys, [
        {
          contactId,
          fact: { kind: 'authorization_signed', document: ALLOWED },
          source: 'paper',
          actor: 'system',
          at: new Date(Date.now() - 60_000),
        },
      ]),
    ),
  );

/** What the person recorded themselves, by kind, in order. */
const factsOf = (contactId: string) =>
  beside(async ({ database }, _, keys) => {
    const events = (await loadConsent(database, keys, [contactId])).get(contactId) ?? [];
    return events.filter(({ source }) => source === 'page').map(({ fact }) => fact.kind);
  });
