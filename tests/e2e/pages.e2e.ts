import type { Page } from '@playwright/test';
import { type Found, faultsOf, look, WCAG } from './axe.ts';
import { ask, expect, settled, signIn, test } from './product.ts';

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

interface Listed {
  readonly data: readonly {
    readonly id: string;
    readonly name?: string;
    readonly title?: string;
  }[];
}

/** Every page, and what stands on it when it is all there. `$` is the id of the first of a list. */
const PAGES: readonly (readonly [name: string, address: string, shows: string])[] = [
  ['sign in', '/sign-in', 'Sign in'],
  ['home', '/', 'Latest campaign'],
  ['campaigns', '/campaigns', 'Campaigns'],
  ['new campaign', '/campaigns/new', 'New campaign'],
  ['draft: goal', '/campaigns/$draft/edit', 'Diabetes check-up, this month'],
  ['draft: about', '/campaigns/$draft/edit?step=about', 'Diabetes check-up, this month'],
  ['draft: who', '/campaigns/$draft/edit?step=who', 'Diabetes check-up, this month'],
  ['draft: message', '/campaigns/$draft/edit?step=message', 'How it looks'],
  ['draft: review', '/campaigns/$draft/edit?step=review', 'What the gate was asked'],
  [
    'evidence',
    '/campaigns/$draft/edit?step=review&show=review&part=needs',
    'People who need an authorization',
  ],
  ['campaign', '/campaigns/$done', 'Where everybody is'],
  ['report', '/campaigns/$done/report', 'Who did not get it, and why'],
  ['contacts', '/contacts', 'Contacts'],
  ['contact', '/contacts/$contacts', 'Where they stand'],
  ['segments', '/segments', 'Segments'],
  ['new segment', '/segments/new', 'New segment'],
  ['segment', '/segments/$segments', 'Check-up due: diabetes care'],
  ['people of a segment', '/segments/$segments?view=people', 'Check-up due: diabetes care'],
  ['imports', '/imports', 'Imports'],
  ['new import', '/imports/new', 'Import contacts'],
  ['consent files', '/consent-files', 'Take it along'],
  ['templates', '/templates', 'Templates'],
  ['new template', '/templates/new', 'Preview'],
  ['template', '/templates/$templates', 'Preview'],
  ['sign-up forms', '/sign-up-forms', 'Sign-up forms'],
  ['new sign-up form', '/sign-up-forms/new', 'New sign-up form'],
  ['authorization forms', '/authorization-forms', 'Authorization forms'],
  ['new authorization form', '/authorization-forms/new', 'New form'],
  ['authorization form', '/authorization-forms/$forms', 'May we write to you about our offers?'],
  ['sandbox inbox', '/sandbox', 'Sandbox inbox'],
  ['message', '/sandbox?message=$message', 'Sandbox inbox'],
  ['pace', '/delivery/pace', 'Warm-up'],
  ['tls', '/delivery/tls', 'TLS'],
  ['providers', '/delivery/bounces?view=providers', 'Feedback loops'],
  ['audit', '/audit', 'Audit'],
  // opened anew, as by a bookmark: what is searched for ends like the name of a file
  ['audit: of one kind', '/audit?action=session.started', 'Audit'],
  ['settings', '/settings', 'Settings'],
  ['settings: sending', '/settings?section=sending', 'Does it connect?'],
  ['settings: pick-up', '/settings?section=pick-up', 'Settings'],
  ['settings: attributes', '/settings?section=attributes', 'Settings'],
  ['settings: topics', '/settings?section=topics', 'Topics'],
  ['settings: frequency', '/settings?section=frequency', 'Settings'],
  ['no page', '/nowhere', 'There is nothing here'],
];

/** Ids for what stands behind a `$` above: of the demonstration, whatever other tests have made. */
async function idsOf(page: Page): Promise<ReadonlyMap<string, string>> {
  const first = async (path: string, name?: string) => {
    const { data } = await ask<Listed>(page, path);
    return data.find((one) => name === undefined || (one.name ?? one.title) === name)?.id ?? 'none';
  };
  return new Map([
    ['draft', await first('/campaigns', 'Diabetes check-up, this month')],
    ['done', await first('/campaigns', 'Spring wellness newsletter')],
    ['contacts', await first('/contacts')],
    ['segments', await first('/segments', 'Check-up due: diabetes care')],
    ['templates', await first('/templates', 'Diabetes check-up invitation')],
    ['forms', await first('/authorization-forms', 'May we write to you about our offers?')],
    ['message', await first('/sandbox/messages')],
  ]);
}

interface WithAxe {
  readonly axe: { run(context: unknown, options: unknown): Promise<Found> };
}

/** Frames are left out: they hold mail, in which nothing can run. */
const CONTEXT = { exclude: ['iframe'] };

/** What it finds now that the window or the theme is another; a theme changes nothing but colours. */
const lookAgain = (page: Page, runOnly: string[] | { type: 'rule'; values: string[] }) =>
  page.evaluate(([context, options]) => (window as unknown as WithAxe).axe.run(context, options), [
    CONTEXT,
    { runOnly, resultTypes: ['violations'] },
  ] as const);
const COLOURS = { type: 'rule' as const, values: ['color-contrast'] };

test('every page is for everybody: light and dark, on a desk and on a phone', async ({
  page,
  watched,
}) => {
  test.setTimeout(180_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await signIn(page);
  const ids = await idsOf(page);
  const before = watched.errors.length;
  for (const [name, address, shows] of PAGES) {
    await test.step(name, async () => {
      await page.setViewportSize(DESK);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(address.replace(/\$(\w+)/, (_, of) => ids.get(of) ?? 'none'));
      await expect(page.getByRole('heading', { name: shows }).first()).toBeVisible();
      await settled(page);
      const expectNone = (found: Found, where: string) =>
        expect.soft(faultsOf(found), `${name}, ${where}`).toEqual([]);
      expectNone(await look(page), 'light, on a desk');
      await page.emulateMedia({ colorScheme: 'dark' });
      expectNone(await lookAgain(page, COLOURS), 'dark, on a desk');
      await page.setViewportSize(PHONE);
      expectNone(await lookAgain(page, WCAG), 'dark, on a phone');
      await page.emulateMedia({ colorScheme: 'light' });
      expectNone(await lookAgain(page, COLOURS), 'light, on a phone');
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect.soft(wide, `${name}: no scrolling sideways`).toBeLessThanOrEqual(PHONE.width);
    });
  }
  // A mail in a frame fetches nothing, so that looking at it is no open, and runs nothing.
  const refused =
    /violates the following Content Security Policy directive: "img-src data:"|frame is sandboxed/;
  expect(watched.errors.slice(before).filter((said) => !refused.test(said))).toEqual([]);
});

test('all of it by keyboard: past the menu, to a page by name, into a drawer and back', async ({
  page,
}) => {
  await signIn(page);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Latest campaign' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();

  await page.keyboard.press('Control+k');
  const palette = page.getByRole('combobox', { name: 'Search or do' });
  await expect(palette).toBeFocused();
  await page.keyboard.type('spring well');
  await expect(
    page.getByRole('option', { name: /Spring wellness newsletter Campaign/ }),
  ).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Spring wellness newsletter');

  const refused = page.getByRole('button', { name: /refused by the gate: show who/ }).last();
  await refused.focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: /^People: refused/ });
  await expect(drawer.getByRole('listitem').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(refused).toBeFocused();
});
