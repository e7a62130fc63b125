import { forEverybody } from './axe.ts';
import { expect, goTo, settled, signIn, test } from './product.ts';

test('an application is let in, gets a key that is shown once, calls, and ends', async ({
  page,
  playwright,
  baseURL,
}) => {
  await signIn(page);
  await goTo(page, 'Applications');
  await expect(page.getByText('No application is let in')).toBeVisible();
  await settled(page);
  await forEverybody(page, 'no application');
  await page.getByRole('button', { name: 'New application' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Scheduler');
  await dialog.getByRole('checkbox', { name: 'approve and send campaigns' }).check();
  await expect(dialog.getByRole('checkbox', { name: 'Basic' })).not.toBeChecked();
  await forEverybody(page, 'a new application');
  await dialog.getByRole('textbox', { name: 'Only from these networks' }).fill('anywhere');
  await dialog.getByRole('button', { name: 'Let it in' }).click();
  await expect(dialog.getByText('“anywhere” is no network').first()).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Only from these networks' }).fill('127.0.0.1 ::1');
  await dialog.getByRole('button', { name: 'Let it in' }).click();
  await expect(dialog).toBeHidden();

  await page.getByRole('link', { name: 'Scheduler' }).click();
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByRole('menuitem', { name: 'Key', exact: true }).click();
  await page.getByRole('button', { name: 'Make it' }).click();
  const secret = await dialog.getByText(/^pk_/).innerText();
  await forEverybody(page, 'a key that was made');
  await page.getByRole('button', { name: 'I have it' }).click();

  const program = await playwright.request.newContext({
    ...(baseURL !== undefined && { baseURL }),
    extraHTTPHeaders: { authorization: `Bearer ${secret}` },
  });
  expect((await program.get('/api/v1/campaigns')).status()).toBe(200);
  expect((await program.get('/api/v1/contacts')).status()).toBe(403);
  await page.reload();
  await expect(page.getByRole('region', { name: 'Use by the hour' })).toContainText('2');
  await expect(page.getByText(secret.slice(0, 9))).toBeVisible();
  await expect(page.getByText(secret)).toBeHidden();
  await settled(page);
  await forEverybody(page, 'an application');

  for (let call = 0; call < 30; call += 1) await program.get('/api/v1/contacts');
  await goTo(page, 'Applications');
  await page.reload();
  await expect(page.getByText('Restricted', { exact: true })).toBeVisible();
  await goTo(page, 'Home');
  await page.getByRole('link', { name: 'Look at it' }).click();
  await expect(page.getByText('Restricted by itself')).toBeVisible();
  await forEverybody(page, 'a restricted application');
  expect((await program.get('/api/v1/campaigns')).status()).toBe(403);
  await page.getByRole('button', { name: 'Let it go on' }).click();
  await expect(page.getByText('Restricted by itself')).toBeHidden();
  expect((await program.get('/api/v1/campaigns')).status()).toBe(200);

  await page.getByRole('button', { name: 'End it' }).click();
  await dialog.getByRole('button', { name: 'End it' }).click();
  await expect(page.getByText('No application is let in')).toBeVisible();
  expect((await program.get('/api/v1/campaigns')).status()).toBe(401);
  await program.dispose();
});
