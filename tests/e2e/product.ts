import { test as base, expect, type Page } from '@playwright/test';
import { signInHint } from '../../packages/server/src/demo/index.ts';

export { expect };

/** A test whose pages may ask the product alone: a request to any other origin fails it. */
export const test = base.extend<{ foreignRequests: readonly string[] }>({
  foreignRequests: [
    async ({ context, baseURL }, use) => {
      const foreign: string[] = [];
      context.on('request', (request) => {
        const { origin, protocol } = new URL(request.url());
        if (protocol.startsWith('http') && origin !== baseURL) foreign.push(request.url());
      });
      await use(foreign);
      expect(foreign, 'requests to other origins').toEqual([]);
    },
    { auto: true },
  ],
});

/** Signs in as the owner of the demonstration, with what the first start printed. */
export async function signIn(page: Page): Promise<void> {
  const [hint = ''] = await signInHint(process.env.POSTERN_E2E_DATA ?? '');
  const [, email = '', password = ''] = /(\S+@\S+), password (\S+)/.exec(hint) ?? [];
  await page.goto('/');
  await page.getByRole('textbox', { name: /^email/i }).fill(email);
  await page.getByRole('textbox', { name: /^password/i }).fill(password);
  await page.getByRole('button', { name: /sign in/i }).click();
  await expect(page.getByRole('button', { name: /sign in/i })).toBeHidden();
}
