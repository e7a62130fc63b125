import { forEverybody } from './axe.ts';
import { expect, goTo, settled, signIn, test } from './product.ts';

test('an administrator has people sign in elsewhere, and gives the directory a token', async ({
  page,
}) => {
  await signIn(page);
  await goTo(page, 'People and roles');
  await page.getByRole('tab', { name: 'Single sign-on' }).click();
  await expect(page.getByText('/sso/oidc/')).toHaveCount(2);
  await page.getByText('SAML 2.0').click();
  await page.getByRole('textbox', { name: 'Entity ID of the provider' }).fill('urn:example');
  await page.getByRole('textbox', { name: 'Sign-in URL' }).fill('https://login.example.net/saml');
  await page.getByRole('textbox', { name: 'Certificates' }).fill('no certificate');
  await page.getByRole('textbox', { name: 'Domains of addresses' }).fill('example.net');
  await page.getByRole('combobox', { name: 'Roles come' }).click();
  await page.getByRole('option', { name: /at each sign-in/ }).click();
  await page.getByRole('button', { name: 'Add a group' }).click();
  await settled(page);
  await forEverybody(page, 'single sign-on');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/Expected a certificate as PEM/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Make a token' }).click();
  await expect(page.getByText(/^scim_[\w-]{43}$/)).toBeVisible();
  await page.getByRole('button', { name: 'Take back' }).click();
  await expect(page.getByRole('button', { name: 'Take back' })).toHaveCount(0);
});

test('whose domain leads to no provider signs in here', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByRole('textbox', { name: 'Email' }).fill('somebody@example.com');
  await page.getByRole('button', { name: 'Single sign-on' }).click();
  await expect(page.getByText('This address signs in here')).toBeVisible();
  await forEverybody(page, 'sign-in page');
});
