import { readFile } from 'node:fs/promises';
import { forEverybody } from './axe.ts';
import { ask, expect, goTo, settled, signIn, test } from './product.ts';

interface People {
  readonly data: readonly { readonly id: string; readonly recordNumber: string | null }[];
}

test('a file of consents is checked, its report read, and what is valid written', async ({
  page,
}) => {
  await signIn(page);
  const { data } = await ask<People>(page, '/contacts?limit=1');
  const [person] = data;
  const lines = [
    'record_number,event,scope,kinds,categories,information_scope,signed_on,representative,combined_with,conditioned_on_treatment,known_false',
    `${person?.recordNumber},opted_out,fundraising,,,,,,,,`,
    `${person?.recordNumber},authorization_signed,,marketing,all,contact,,no,none,no,no`,
    'RFH-999999,opted_out,fundraising,,,,,,,,',
    `${person?.recordNumber},opted_out,everything,,,,,,,,`,
  ];

  await goTo(page, 'Consent files');
  await expect(page.getByText('No file brought in yet')).toBeVisible();
  await forEverybody(page, 'consent files');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /CSV file/ }).click();
  await (await chooser).setFiles({
    name: 'from-the-old-system.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`${lines.join('\r\n')}\r\n`),
  });
  await page.getByRole('button', { name: 'Upload and check' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('from-the-old-system.csv');
  await expect(page.getByText(/4 rows read. Nothing is written yet/)).toBeVisible();
  const report = page.getByRole('region', { name: 'Rows of which there is something to say' });
  await expect(report.getByText(/It is not signed and dated/)).toBeVisible();
  await expect(
    report.getByText(/record_number holds “RFH-999999”; expected somebody/),
  ).toBeVisible();
  await expect(report.getByText(/scope holds “everything”; expected one of/)).toBeVisible();
  await settled(page);
  await forEverybody(page, 'a checked file');

  await page.getByRole('button', { name: 'Write 2 valid rows' }).click();
  await expect(page.getByText(/2 of them were written/)).toBeVisible();
  const contact = await ask<{ standing: { optOuts: string[] } }>(page, `/contacts/${person?.id}`);
  expect(contact.standing.optOuts).toContain('fundraising');

  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download rejected rows' }).click();
  const rejected = await readFile(await (await saved).path(), 'utf8');
  expect(rejected.split('\r\n')).toHaveLength(4);
  expect(rejected).toContain('RFH-999999');
});

test('an export says what it is for, and the audit keeps that', async ({ page }) => {
  await signIn(page);
  await goTo(page, 'Consent files');
  const button = page.getByRole('button', { name: 'Consents as FHIR R4' });
  await expect(button).toBeDisabled();
  await page.getByRole('combobox', { name: 'What it is for' }).click();
  await page.getByRole('option', { name: 'A regulator asked for it' }).click();
  const saved = page.waitForEvent('download');
  await button.click();
  const file = await readFile(await (await saved).path(), 'utf8');
  expect(JSON.parse(file.split('\n')[0] ?? '')).toMatchObject({ resourceType: 'Consent' });
  const audit = await ask<{ data: readonly { action: string; subject: unknown }[] }>(
    page,
    '/audit?limit=20',
  );
  expect(audit.data.find(({ action }) => action === 'consent.exported')?.subject).toEqual({
    what: 'fhir',
    purpose: 'asked_by_regulator',
  });
});
