import { test as base, expect, type Page } from '@playwright/test';
import { signInHint } from '../../packages/server/src/demo/index.ts';

export { expect };

interface Watched {
  /** Addresses of other origins that were asked for. */
  readonly foreign: readonly string[];
  /** What the pages said on the console as an error, and what they threw. */
  readonly errors: readonly string[];
}

/**
 * A test whose pages may ask the product alone and throw nothing: a request to any other origin or
 * an error that nobody caught fails it.
 */
export const test = base.extend<{ watched: Watched }>({
  watched: [
    async ({ context, baseURL }, use) => {
      const foreign: string[] = [];
      const errors: string[] = [];
      const thrown: string[] = [];
      context.on('request', (request) => {
        const { origin, protocol } = new URL(request.url());
        if (protocol.startsWith('http') && origin !== baseURL) foreign.push(request.url());
      });
      context.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      context.on('weberror', (error) => thrown.push(error.error().message));
      await use({ foreign, errors });
      expect(foreign, 'requests to other origins').toEqual([]);
      expect(thrown, 'errors that nobody caught').toEqual([]);
    },
    { auto: true },
  ],
});

/** Who works at the demonstration's clinic. */
type Person = 'ana' | 'sam' | 'lee';

/** The address of one of them, and the password that the first start printed. */
export async function signInOf(person: Person): Promise<{ email: string; password: string }> {
  const hint = (await signInHint(process.env.POSTERN_E2E_DATA ?? '')).join(' ');
  const [, password = ''] = /password (\S+)/.exec(hint) ?? [];
  return { email: `${person}@riverside.example.org`, password };
}

/** Signs in by hand, as the owner unless another is named. */
export async function signIn(page: Page, person: Person = 'ana'): Promise<void> {
  const { email, password } = await signInOf(person);
  await page.goto('/');
  await page.getByRole('textbox', { name: /^email/i }).fill(email);
  await page.getByRole('textbox', { name: /^password/i }).fill(password);
  await page.getByRole('button', { name: /sign in/i }).click();
  await expect(page.getByRole('button', { name: /sign in/i })).toBeHidden();
}

/** What the API answers to the page's session; for what is asked of the product itself. */
export async function ask<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(`/api/v1${path}`);
  expect(answer.status(), path).toBe(200);
  return answer.json();
}

/** Opens a page by the menu on the left. */
export const goTo = (page: Page, room: string) =>
  page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: room }).click();

/** Waits until the page awaits nothing more. */
export const settled = (page: Page) =>
  expect(
    page.locator('[aria-busy=true], .mantine-Skeleton-root').filter({ visible: true }),
  ).toHaveCount(0);

/** Opens a list and chooses one of it. */
export async function choose(page: Page, list: string | RegExp, option: string | RegExp) {
  await page.getByRole('combobox', { name: list }).or(page.getByLabel(list)).first().click();
  await page.getByRole('option', { name: option }).click();
}

/** The counts in a bar's name, "23 may receive it, 167 need an authorization, of 204 ...". */
export function countsOf(name: string): { parts: readonly number[]; whole: number } {
  const [parts = '', whole = ''] = name.split(/,? of (?=[\d,]+)/);
  const figures = (text: string) =>
    [...text.matchAll(/(?<![\w,])\d[\d,]*/g)].map(([figure]) => Number(figure.replaceAll(',', '')));
  return { parts: figures(parts), whole: figures(whole)[0] ?? Number.NaN };
}

export const sum = (figures: readonly number[]) => figures.reduce((one, other) => one + other, 0);
