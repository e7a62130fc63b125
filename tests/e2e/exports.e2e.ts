import { readFile } from 'node:fs/promises';
import { forEverybody } from './axe.ts';
import { ask, choose, expect, settled, signIn, test } from './product.ts';

test('the people of a segment are taken out as a file, for a purpose that is told, and the file is deleted', async ({
  page,
}) => {
  await signIn(page);
  const { data } = await ask<{ data: { id: string }[] }>(page, '/segments');
  await page.goto(`/segments/${data[0]?.id}?view=exports`);
  await expect(page.getByText('No file yet')).toBeVisible();

  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export the people of this segment' });
  const go = dialog.getByRole('button', { name: 'Export', exact: true });
  await dialog.getByRole('checkbox', { name: 'City' }).check();
  await expect(go).toBeDisabled();
  await choose(page, 'What it is for', 'Quality review');
  await dialog.getByRole('textbox', { name: 'Note' }).fill('The winter review');
  await settled(page);
  await forEverybody(page, 'asking for an export');
  await go.click();
  await expect(dialog).toBeHidden();

  const row = page.getByRole('region', { name: 'Exports, newest first' }).getByRole('row').nth(1);
  await expect(row).toContainText('The winter review');
  const download = page.waitForEvent('download');
  await row.getByRole('link', { name: 'Download' }).click();
  const file = await (await download).path();
  expect(await readFile(file, 'utf8')).toMatch(/^\u{feff}City\r\n\S/u);
  await settled(page);
  await forEverybody(page, 'the exports of a segment');

  await row.getByRole('button', { name: 'Delete the file' }).click();
  await expect(row).toContainText('Deleted');
  await expect(row.getByRole('link')).toHaveCount(0);
});
