import type { Browser, Page } from '@playwright/test';
import { generateSync } from 'otplib';
import { forEverybody } from './axe.ts';
import { beside } from './installation.ts';
import { ask, expect, goTo, settled, signIn, signInOf, test } from './product.ts';

const PASSWORD = 'seven grey herons wait';

/** A passkey of the browser's own, that asks nobody: by Chromium's virtual authenticator. */
async function giveAuthenticator(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { session, authenticatorId };
}

const inOwnWindow = async (browser: Browser, baseURL: string | undefined) => {
  const context = await browser.newContext({ ...(baseURL !== undefined && { baseURL }) });
  return context.newPage();
};

const signOut = async (page: Page, name: string) => {
  await page.getByRole('button', { name }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
};

const giveCode = async (page: Page, label: RegExp | string, code: string) => {
  await page.getByRole('textbox', { name: label }).fill(code);
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('navigation', { name: 'Rooms' })).toBeVisible();
};

test('somebody is invited, adds a passkey and an app, and signs in with each', async ({
  page,
  browser,
  baseURL,
}) => {
  // many steps of one person, each of which takes a moment
  test.slow();
  await signIn(page);
  await goTo(page, 'People and roles');
  await page.getByRole('tab', { name: 'Invitations' }).click();
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Nora Newman');
  await page.getByRole('textbox', { name: 'Email' }).fill('nora@riverside.example.org');
  await page.getByRole('checkbox', { name: 'Analyst' }).check();
  await page.getByRole('radio', { name: 'I hand the link over' }).check();
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Hand this link over' });
  const link = await dialog.locator('code').innerText();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('row', { name: /Nora Newman/ })).toContainText('Open until');

  // the demonstration asks for no second factor of itself; she wants one
  const hers = await inOwnWindow(browser, baseURL);
  const { session, authenticatorId } = await giveAuthenticator(hers);
  await hers.goto(link);
  await expect(hers.getByText(/invited to Riverside Family Health/)).toBeVisible();
  await hers.getByRole('textbox', { name: 'A password' }).fill('nora newman 2026');
  await hers.getByRole('button', { name: 'Accept the invitation' }).click();
  await expect(hers.getByText(/has your name or address in it/)).toBeVisible();
  await forEverybody(hers, 'the page of an invitation');
  await hers.getByRole('textbox', { name: 'A password' }).fill(PASSWORD);
  await hers.getByRole('button', { name: 'Accept the invitation' }).click();
  await hers.getByRole('button', { name: 'Nora Newman' }).click();
  await hers.getByRole('menuitem', { name: 'Your account' }).click();

  await hers.getByRole('button', { name: 'Add a passkey' }).click();
  await hers.getByRole('textbox', { name: 'Name' }).fill('Laptop');
  await hers.getByRole('button', { name: 'Go on' }).click();
  const shown = hers.getByRole('list', { name: 'Recovery codes' }).locator('code');
  await expect(shown).toHaveCount(10);
  const codes = await shown.allInnerTexts();
  await forEverybody(hers, 'recovery codes');
  await hers.getByRole('button', { name: 'I have kept them' }).click();
  await expect(hers.getByRole('row', { name: /Laptop/ })).toBeVisible();

  await hers.getByRole('button', { name: 'Set up an app' }).click();
  const app = hers.getByRole('dialog', { name: 'Set up an authenticator app' });
  await expect(app.getByRole('img', { name: /QR code/ })).toBeVisible();
  const secret = await app.locator('code').innerText();
  await forEverybody(hers, 'an authenticator app');
  const now = Math.floor(Date.now() / 1000);
  await app.getByRole('textbox').fill(generateSync({ secret, epoch: now - 30 }));
  await app.getByRole('button', { name: 'Take it into use' }).click();
  await expect(hers.getByText('An app is set up.')).toBeVisible();
  await settled(hers);
  await forEverybody(hers, 'the account');

  await signOut(hers, 'Nora Newman');
  await hers.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(hers.getByRole('button', { name: 'Nora Newman' })).toBeVisible();

  const byPassword = async () => {
    await signOut(hers, 'Nora Newman');
    await hers.getByRole('textbox', { name: 'Email' }).fill('nora@riverside.example.org');
    await hers.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await hers.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(hers.getByRole('heading', { name: 'One more step' })).toBeVisible();
  };
  await byPassword();
  await forEverybody(hers, 'a second factor');
  await giveCode(hers, /authenticator app/, generateSync({ secret }));
  await byPassword();
  await hers.getByRole('button', { name: 'Use a recovery code' }).click();
  await giveCode(hers, 'Recovery code', codes[0] ?? '');

  // without a passkey at hand the page says so, and nobody is in
  await signOut(hers, 'Nora Newman');
  await session.send('WebAuthn.clearCredentials', { authenticatorId });
  await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await hers.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(hers.getByRole('alert')).toContainText('The passkey was not used');
  await hers.context().close();

  await page.getByRole('tab', { name: 'People', exact: true }).click();
  await page.reload();
  await page.getByRole('button', { name: 'Signing in of Nora Newman' }).click();
  await expect(page.getByText('Signed in nowhere.')).toBeVisible();
  await forEverybody(page, 'how somebody signs in');
  await page.getByRole('button', { name: 'Remove this person' }).click();
  await page.getByRole('button', { name: 'Remove them' }).click();
  await expect(page.getByRole('row', { name: /Nora Newman/ })).toBeHidden();
});

test('where a second factor is required, nothing opens before one is set up', async ({
  page,
  browser,
  baseURL,
}) => {
  await signIn(page);
  const require = (secondFactorRequired: boolean) =>
    page.request.put('/api/v1/sign-in-settings', {
      data: { idleMinutes: 15, secondFactorRequired },
      headers: { 'x-postern': '1' },
    });
  expect((await require(true)).status()).toBe(200);
  const theirs = await inOwnWindow(browser, baseURL);
  await giveAuthenticator(theirs);
  await signIn(theirs, 'lee');
  await expect(theirs.getByRole('heading', { name: 'Protect your account' })).toBeVisible();
  await forEverybody(theirs, 'a first sign-in');
  await theirs.goto('/campaigns');
  await expect(theirs.getByRole('heading', { name: 'Protect your account' })).toBeVisible();
  await theirs.getByRole('button', { name: 'Add a passkey' }).click();
  await theirs.getByRole('textbox', { name: 'Name' }).fill('Desk');
  await theirs.getByRole('button', { name: 'Go on' }).click();
  await theirs.getByRole('button', { name: 'I have kept them' }).click();
  await expect(theirs.getByRole('heading', { name: 'Campaigns' })).toBeVisible();
  await theirs.context().close();

  // as it was: the demonstration signs in by one press
  expect((await require(false)).status()).toBe(200);
  const { data } = await ask<{ data: readonly { id: string; email: string }[] }>(page, '/users');
  const lee = data.find(({ email }) => email.startsWith('lee@'));
  const reset = await page.request.post(`/api/v1/users/${lee?.id}/reset-factors`, {
    headers: { 'x-postern': '1' },
  });
  expect(reset.status()).toBe(200);
});

test('a page that nobody uses warns, goes on when told to, and else shows nothing any more', async ({
  page,
}) => {
  await page.clock.install();
  await signIn(page);
  const idle = (minutes: number) =>
    beside(async ({ pool }) => {
      await pool.query(
        `update sessions set last_seen_at = now() - make_interval(secs => $1)
         where id = (select id from sessions order by created_at desc limit 1)`,
        [minutes * 60],
      );
    });
  await idle(13.5);
  await page.clock.fastForward('13:30');
  const warning = page.getByRole('dialog', { name: 'You are about to be signed out' });
  await expect(warning).toBeVisible();
  await expect(warning.getByRole('timer')).toContainText(/^1:/);
  await forEverybody(page, 'the warning of an idle session');
  await warning.getByRole('button', { name: 'Stay signed in' }).click();
  await expect(warning).toBeHidden();
  expect((await ask<{ idleSeconds: number }>(page, '/session/time')).idleSeconds).toBeGreaterThan(
    850,
  );

  await idle(14);
  await page.clock.fastForward('14:00');
  await expect(warning).toBeVisible();
  await idle(15);
  await page.clock.fastForward('01:05');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect((await page.request.get('/api/v1/session')).status()).toBe(401);
});

test('a sensitive act asks again who it is, and then goes on by itself', async ({ page }) => {
  await signIn(page);
  await goTo(page, 'People and roles');
  await page.getByRole('tab', { name: 'Signing in' }).click();
  await beside(async ({ pool }) => {
    await pool.query(`update sessions set proved_at = now() - interval '6 minutes'`);
  });
  await page.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog', { name: 'Show again that it is you' });
  await expect(dialog).toBeVisible();
  await forEverybody(page, 'asking again who it is');
  await dialog.getByRole('textbox', { name: 'Your password' }).fill('not the password');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(dialog.getByText('This is not your password.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('for this it counts for 5 minutes')).toBeVisible();
  const { password } = await signInOf('ana');
  await page.getByRole('button', { name: 'Save' }).click();
  await dialog.getByRole('textbox', { name: 'Your password' }).fill(password);
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
});
