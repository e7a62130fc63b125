import { expect, signIn, test } from './product.ts';

test('the first page asks who you are, and nothing of anybody else', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveTitle(/Postern/);
  await expect(page.getByRole('button', { name: /sign in/i })).toBeVisible();
});

test('whom the first start told the password comes in', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await signIn(page);
  await expect(page.getByText('Riverside Family Health').first()).toBeVisible();
  // the figure of the contacts is a count: no look at people stands in the audit for it
  await expect(page.getByRole('listitem').filter({ hasText: 'Contacts' }).last()).toHaveText(/\d/);
  expect(asked).toContain('/api/v1/segments/count');
  expect(asked).not.toContain('/api/v1/contacts');
});
