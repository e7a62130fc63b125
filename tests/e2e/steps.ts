import { expect, type Page } from '@playwright/test';
import { choose, goTo } from './product.ts';

/*
 * What one does again and again on the way from a file to mail, by hand as a person would.
 */

type File = string | { name: string; mimeType: string; buffer: Buffer };

/** Brings a file as far as the page that maps its columns. */
export async function upload(page: Page, file: File): Promise<void> {
  await goTo(page, 'Imports');
  await page.getByRole('link', { name: 'Import a file' }).first().click();
  await page.getByLabel('CSV file').setInputFiles(file);
}

/** Begins a segment of one condition or more, each written by what is handed in. */
export async function buildSegment(
  page: Page,
  name: string,
  conditions: readonly ((place: number) => Promise<void>)[],
): Promise<void> {
  await goTo(page, 'Segments');
  await page.getByRole('link', { name: 'New segment' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  for (const [index, write] of conditions.entries()) {
    // a new segment begins with one that is empty
    if (index > 0) await page.getByRole('button', { name: 'Add a condition' }).click();
    await write(index + 1);
  }
}

/** Chooses what a condition is about. */
export const attributeOf = (page: Page, place: number, attribute: string) =>
  choose(page, `Attribute of condition ${place}`, new RegExp(`^${attribute}`));

interface Plan {
  readonly name: string;
  readonly about: string;
  readonly encourages: 'Yes' | 'No';
  readonly segment: string;
  readonly template: string;
}

/** Goes through the wizard as far as its review. */
export async function planCampaign(page: Page, plan: Plan): Promise<void> {
  const next = (step: string) => page.getByRole('button', { name: `Next: ${step}` }).click();
  await goTo(page, 'Campaigns');
  await page.getByRole('link', { name: 'New campaign' }).click();
  await page.getByRole('textbox', { name: 'What do you call it?' }).fill(plan.name);
  await page.getByRole('button', { name: 'Begin' }).click();
  await next('What it is about');
  await page.getByRole('radio', { name: plan.about }).check();
  await page
    .getByRole('radiogroup', { name: /encourage anybody/ })
    .getByRole('radio', { name: plan.encourages })
    .check();
  await page
    .getByRole('radiogroup', { name: /pay you/ })
    .getByRole('radio', { name: 'No', exact: true })
    .check();
  await next('Who');
  await page.getByRole('radio', { name: plan.segment }).check();
  await next('Message');
  await page.getByRole('radio', { name: plan.template }).check();
  await expect(page.getByTitle(`Preview of ${plan.template}`)).toBeVisible();
  // By keyboard: so soon after scrolling, a press of the mouse may still go to the mail's frame.
  await page.getByRole('button', { name: 'Next: Review' }).press('Enter');
}

/** Launches what is under review; the page of the campaign comes. */
export async function launch(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Send to/ }).click();
  const asked = page.getByRole('dialog', { name: 'Send this campaign' });
  await asked.getByRole('button', { name: /^Send to/ }).click();
  await expect(page.getByRole('heading', { name: 'Where everybody is' })).toBeVisible();
}
