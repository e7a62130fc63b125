import type { Page } from '@playwright/test';
import { startMailSink } from '../support/mail-sink.ts';
import { forEverybody } from './axe.ts';
import { ask, expect, goTo, signIn, test } from './product.ts';
import { launch, planCampaign } from './steps.ts';

const SAID = '5.7.1 Refused as spam: too many like it from 192.0.2.1';

test('what is known of a receiver gives way to one’s own figures, and comes back', async ({
  page,
}) => {
  await signIn(page);
  await goTo(page, 'Receivers');
  const row = page
    .getByRole('region', { name: 'What receivers like' })
    .getByRole('row', { name: /^Google google\.com/ });
  await expect(row).toContainText('Built in');
  await row.getByRole('button', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit Google' });
  await dialog.getByRole('textbox', { name: 'Connections at the same time' }).fill('2');
  await forEverybody(page, 'a receiver that is edited');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(row).toHaveAccessibleName(/^Google google\.com 2 50 100 Yours/);

  await row.getByRole('button', { name: 'Edit' }).click();
  await dialog.getByRole('button', { name: 'Take my figures away' }).click();
  await expect(row).toHaveAccessibleName(/^Google google\.com 5 50 100 Built in/);
});

test('who refuses mail as spam gets none for a while, with what they said, until a person resumes it', async ({
  page,
}) => {
  const sink = await startMailSink();
  sink.fate = () => ({ data: 554, text: SAID });
  await signIn(page);
  try {
    await leaveBy(page, {
      kind: 'relay',
      host: 'localhost',
      port: sink.port,
      tls: 'starttls',
      underBaa: true,
      user: null,
      authority: sink.authority,
    });
    await page.reload();
    await planCampaign(page, {
      name: 'News that is taken for spam',
      about: 'General health advice',
      encourages: 'No',
      segment: 'Portland area',
      template: 'Spring wellness newsletter',
    });
    await launch(page);
    const waits = page.getByRole('region', { name: 'For what they wait' });
    await expect(waits).toContainText(`relay localhost:${sink.port} gets no marketing`);
    await waits.getByRole('link', { name: 'Receivers' }).click();

    const site = page
      .getByRole('region', { name: 'Where mail goes now' })
      .getByRole('row', { name: `relay localhost:${sink.port}` });
    await expect(site).toContainText('Marketing waits and goes on');
    await expect(site).toContainText(/554 5\.7\.1 Refused as spam: too many like it/);
    await forEverybody(page, 'a site that waits');

    await site.getByRole('button', { name: 'Resume now' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Resume now' }).click();
    await expect(site).toContainText('At its pace');
    await expect(
      page.getByRole('region', { name: 'What happened' }).getByRole('row').nth(1),
    ).toContainText('Resumed by a person');
    await goTo(page, 'Campaigns');
    await page.getByRole('link', { name: 'News that is taken for spam' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /cancel/i })
      .last()
      .click();
    await expect(page.getByRole('main').getByText('Cancelled', { exact: true })).toBeVisible();
  } finally {
    await leaveBy(page, { kind: 'sandbox' });
    await sink.close();
  }
});

interface Organization {
  readonly version: number;
  readonly name: string;
  readonly postalAddress: string;
  readonly fromName: string;
  readonly fromAddress: string;
  readonly profile: string;
  readonly sender: Readonly<Record<string, unknown>>;
}

/** Has the organization's mail leave by another way. */
async function leaveBy(page: Page, transport: Readonly<Record<string, unknown>>) {
  const { version, name, postalAddress, fromName, fromAddress, profile, sender } =
    await ask<Organization>(page, '/organization');
  const answer = await page.request.put('/api/v1/organization', {
    data: { name, postalAddress, fromName, fromAddress, profile, sender, transport },
    headers: { 'x-postern': '1', 'if-match': `"${version}"` },
  });
  expect(answer.status(), await answer.text()).toBe(200);
}
