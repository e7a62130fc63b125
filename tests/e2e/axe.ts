import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

export const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export type Found = Pick<Awaited<ReturnType<AxeBuilder['analyze']>>, 'violations'>;

/** Brings axe into the page and answers what it finds. Frames are left out: they hold mail. */
export const look = (page: Page): Promise<Found> =>
  new AxeBuilder({ page }).exclude('iframe').withTags(WCAG).setLegacyMode().analyze();

/** A line each. */
export const faultsOf = ({ violations }: Found) =>
  violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );

/** What stands on the page now is for everybody, in light and in dark. */
export async function forEverybody(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect.soft(faultsOf(await look(page)), `${where}, ${colorScheme}`).toEqual([]);
  }
}
