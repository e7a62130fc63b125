import type { Page } from '@playwright/test';
import { forEverybody } from './axe.ts';
import { ask, expect, goTo, settled, signIn, test } from './product.ts';

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 900 };
const EMAIL = 'newcomer@example.net';

interface Messages {
  readonly data: readonly { readonly id: string; readonly to: string }[];
}

/** Where the link in the mail to them leads, without the host. */
async function mailedLink(page: Page): Promise<string> {
  let found = '';
  await expect
    .poll(async () => {
      const { data } = await ask<Messages>(page, '/sandbox/messages');
      const mail = data.find(({ to }) => to.includes(EMAIL));
      if (mail === undefined) return '';
      const { text } = await ask<{ text: string }>(page, `/sandbox/messages/${mail.id}`);
      found = /\/confirm\/[\w-]+/.exec(text)?.[0] ?? '';
      return found;
    })
    .not.toBe('');
  return found;
}

test('staff makes a form, and somebody signs up by it and confirms, on a phone and without scripts', async ({
  page,
  browser,
  baseURL,
}) => {
  await signIn(page);
  await goTo(page, 'Sign-up forms');
  await expect(page.getByRole('link', { name: 'Website' })).toBeVisible();
  await settled(page);
  await forEverybody(page, 'sign-up forms');
  await page.getByRole('link', { name: 'New sign-up form' }).click();
  await page.getByRole('textbox', { name: 'What do you call it?' }).fill('Health fair');
  await page.getByRole('checkbox', { name: 'Events and classes' }).check();
  await page.getByRole('checkbox', { name: 'Given name' }).check();
  const sites = page.getByRole('textbox', { name: /^Sites that may show/ });
  await sites.fill('https://www.example.org/fair');
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByText(/Expected where a site begins/).first()).toBeVisible();
  await forEverybody(page, 'a new sign-up form');
  await sites.fill('https://www.example.org');
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Health fair');
  const address = await page.getByRole('link', { name: /\/s\// }).getAttribute('href');
  const path = new URL(address ?? '').pathname;
  await forEverybody(page, 'a sign-up form of the staff');

  // axe runs in a page, so that these have scripts
  for (const viewport of [PHONE, DESKTOP]) {
    const context = await browser.newContext({ ...(baseURL && { baseURL }), viewport });
    const same = await context.newPage();
    await same.goto(path);
    await forEverybody(same, `the form at ${viewport.width}`);
    await same.getByRole('button', { name: 'Send me the mail' }).click();
    await expect(same.getByRole('alert')).toContainText('Enter your email address');
    await forEverybody(same, `the form with faults at ${viewport.width}`);
    await context.close();
  }

  const device = { ...(baseURL && { baseURL }), viewport: PHONE };
  const visitor = await browser.newContext({ ...device, javaScriptEnabled: false });
  const phone = await visitor.newPage();
  const heading = phone.getByRole('heading', { level: 1 });
  await phone.goto(path);
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await phone.getByRole('textbox', { name: 'Your email address' }).fill(EMAIL);
  await phone.getByRole('textbox', { name: /^Given name/ }).fill('Noor');
  await phone.getByRole('checkbox', { name: 'Events and classes' }).check();
  await phone.getByRole('button', { name: 'Send me the mail' }).click();
  await expect(heading).toHaveText('Look into your mailbox');

  const link = await mailedLink(page);
  await phone.goto(link);
  await expect(heading).toHaveText('Do you want this mail?');
  const looked = await browser.newContext(device);
  const confirming = await looked.newPage();
  await confirming.goto(link);
  await forEverybody(confirming, 'the page to confirm');
  await looked.close();
  await phone.getByRole('button', { name: 'Yes, send it' }).click();
  await expect(heading).toHaveText('It is confirmed');
  await visitor.close();

  const { data } = await ask<{ data: { content: { name: string }; figures: object }[] }>(
    page,
    '/sign-up-forms',
  );
  const fair = data.find(({ content }) => content.name === 'Health fair');
  expect(fair?.figures).toEqual({ asked: 1, confirmed: 1, prospects: 1, patients: 0 });
});
