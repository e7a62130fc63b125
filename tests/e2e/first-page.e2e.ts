import { expect, signIn, test } from './product.ts';

test('the first page asks who you are, and nothing of anybody else', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveTitle(/Postern/);
  await expect(page.getByRole('button', { name: /sign in/i })).toBeVisible();
});

test('whom the first start told the password comes in', async ({ page }) => {
  await signIn(page);
  await expect(page.getByText('Riverside Family Health').first()).toBeVisible();
});
