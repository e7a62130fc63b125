import type { Page } from '@playwright/test';
import { forEverybody } from './axe.ts';
import { ask, expect, settled, signIn, test } from './product.ts';

const TEMPLATE = 'Spring wellness newsletter';

const leaflet = (name: string, bytes = 20_000) => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(bytes, 7)]),
});

async function openTemplate(page: Page): Promise<void> {
  const { data } = await ask<{ data: { id: string; name: string }[] }>(page, '/templates');
  const id = data.find(({ name }) => name === TEMPLATE)?.id ?? 'none';
  await page.goto(`/templates/${id}`);
  await settled(page);
}

const attachments = (page: Page) => page.getByRole('region', { name: 'Attachments' });

test('files are attached by the keyboard and by dropping, said aloud, shown and removed', async ({
  page,
}) => {
  await signIn(page);
  await openTemplate(page);
  const section = attachments(page);
  const version = page.getByText(/^Version \d+/);
  const before = Number(/\d+/.exec((await version.textContent()) ?? '')?.[0]);
  await expect(section).toContainText('you answer for');

  // what is being written is not lost to a file that makes a version
  const preheader = page.getByRole('textbox', { name: 'Preheader' });
  await preheader.fill('With two leaflets.');
  const chooser = page.waitForEvent('filechooser');
  await section.getByRole('button', { name: 'Add files' }).focus();
  await page.keyboard.press('Enter');
  await (await chooser).setFiles([leaflet('Walking.pdf'), leaflet('Pollen.pdf', 30_000)]);
  await expect(section.getByRole('status')).toHaveText('Attached: Walking.pdf, Pollen.pdf.');
  await expect(section.getByRole('listitem')).toHaveText([/Walking\.pdf20 kB/, /Pollen\.pdf30 kB/]);
  await expect(section).toContainText('2 of 5 files, 49 kB of 7 MB');
  await expect(version).toContainText(`Version ${before + 2}`);
  await expect(preheader).toHaveValue('With two leaflets.');
  await expect(
    page.getByRole('region', { name: 'Preview' }).getByRole('list', { name: 'Attachments' }),
  ).toContainText('Pollen.pdf');

  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(version).toContainText(`Version ${before + 3}`);
  await expect(section.getByRole('listitem')).toHaveCount(2);

  const download = page.waitForEvent('download');
  await section.getByRole('link', { name: 'Pollen.pdf' }).click();
  expect((await download).suggestedFilename()).toBe('Pollen.pdf');

  await drop(page, 'page.html', '<!doctype html>');
  await expect(section.getByRole('alert')).toContainText(
    '“page.html” cannot be attached: expected a PDF',
  );
  await drop(page, 'visit.ics', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n');
  await expect(section.getByRole('status')).toHaveText('Attached: visit.ics.');
  await expect(section.getByRole('alert')).toHaveCount(0);

  const large = page.waitForEvent('filechooser');
  await section.getByRole('button', { name: 'Add files' }).click();
  await (await large).setFiles(leaflet('Large.pdf', 5 * 1_048_576));
  await expect(section.getByRole('alert')).toContainText(
    '“Large.pdf” is 5.1 MB large: expected at most 4 MB a file.',
  );
  await forEverybody(page, 'attachments');

  for (const name of ['visit.ics', 'Walking.pdf', 'Pollen.pdf']) {
    await section.getByRole('button', { name: `Remove ${name}` }).focus();
    await page.keyboard.press('Enter');
    await expect(section.getByRole('status')).toContainText(`Removed: ${name}.`);
    await expect(section.getByRole('button', { name: 'Add files' })).toBeFocused();
  }
  await expect(section.getByRole('list')).toHaveCount(0);
});

test('who may not write templates sees the files and changes none', async ({ page }) => {
  await signIn(page, 'lee');
  await openTemplate(page);
  await expect(attachments(page)).toContainText('No files.');
  await expect(attachments(page).getByRole('button')).toHaveCount(0);
});

async function drop(page: Page, name: string, content: string): Promise<void> {
  const files = await page.evaluateHandle(
    ([filename = '', text = '']) => {
      const data = new DataTransfer();
      data.items.add(new File([text], filename));
      return data;
    },
    [name, content],
  );
  await attachments(page)
    .getByText('Or drop them here')
    .dispatchEvent('drop', { dataTransfer: files });
}
