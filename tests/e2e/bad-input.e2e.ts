import { createServer } from 'node:net';
import { ask, choose, countsOf, expect, goTo, signIn, test } from './product.ts';
import { attributeOf, buildSegment, launch, planCampaign, upload } from './steps.ts';

interface Organization extends Record<string, unknown> {
  readonly version: number;
  readonly transport: { readonly kind: string };
}

const csv = (buffer: Buffer, name = 'patients.csv') => ({ name, mimeType: 'text/csv', buffer });

test('a file that is no UTF-8 is refused with its place, and nothing of it is kept', async ({
  page,
}) => {
  await signIn(page);
  await upload(page, csv(Buffer.from('MRN,Last name\nRFH-900001,Mu\xf1oz\n', 'latin1')));
  await expect(page.getByRole('alert')).toContainText(/UTF-8/);
  await expect(page).toHaveURL(/imports\/new/);
  await page.getByRole('link', { name: 'Imports' }).last().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Imports/);
  await expect(page.getByText('Columns to map')).toBeHidden();
});

test('two columns for one attribute: both say so, and it cannot start', async ({ page }) => {
  await signIn(page);
  await upload(
    page,
    csv(Buffer.from('MRN,Email,Other email\nRFH-900001,a@example.org,b@example.org\n')),
  );
  await choose(page, /3, Other email, holds/, /^Email/);
  await expect(page.getByText('Column 3 is mapped to this too; only one can be.')).toBeVisible();
  await expect(page.getByText('Column 2 is mapped to this too; only one can be.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start the import' })).toBeDisabled();
});

test('a segment whose attribute was deleted says so, and so does a campaign with it', async ({
  page,
}) => {
  await signIn(page);
  await test.step('an attribute, a segment that asks about it, a campaign to that segment', async () => {
    await goTo(page, 'Settings');
    await page.getByRole('tab', { name: 'Attributes' }).click();
    await page.getByRole('button', { name: 'New attribute' }).click();
    const dialog = page.getByRole('dialog', { name: 'New attribute' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Shoe size');
    await choose(page, 'Type', 'Number');
    await dialog.getByRole('radio', { name: 'demographic' }).check();
    await dialog.getByRole('button', { name: 'Define it' }).click();
    await expect(page.getByRole('cell', { name: 'Shoe size', exact: true })).toBeVisible();

    await buildSegment(page, 'Large feet', [
      async (place) => {
        await attributeOf(page, place, 'Shoe size');
        await page.getByRole('textbox', { name: `Lowest of condition ${place}` }).fill('12');
      },
    ]);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { name: 'Large feet', level: 1 })).toBeVisible();
    await planCampaign(page, {
      name: 'Large shoes',
      about: 'General health advice',
      encourages: 'No',
      segment: 'Large feet',
      template: 'Spring wellness newsletter',
    });
    await expect(page.getByRole('heading', { name: 'Who may receive it' })).toBeVisible();
  });

  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Attributes' }).click();
  await page.getByRole('button', { name: 'Delete Shoe size' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click();
  await expect(page.getByRole('cell', { name: 'Shoe size', exact: true })).toBeHidden();

  await goTo(page, 'Segments');
  await expect(page.getByText(/Cannot be used: .*Shoe size/)).toBeVisible();
  await page.getByRole('link', { name: 'Large feet' }).click();
  await expect(page.getByText('This segment cannot be used as it is')).toBeVisible();
  await expect(page.getByText(/Shoe size.*deleted/).first()).toBeVisible();

  await goTo(page, 'Campaigns');
  await page.getByRole('link', { name: 'Large shoes' }).click();
  await page.getByRole('link', { name: 'Review' }).click();
  await expect(
    page
      .getByRole('main')
      .getByText(/Shoe size/)
      .first(),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: /^Send to/ })).toBeHidden();
});

test('a mail server that does not answer: the campaign says why and waits, and goes on when mail can leave', async ({
  page,
}) => {
  test.setTimeout(90_000);
  const port = await closedPort();
  await signIn(page);
  const leaveBy = async (way: RegExp, fill: () => Promise<void>) => {
    await goTo(page, 'Settings');
    await page.getByRole('tab', { name: 'Sending' }).click();
    await page.getByRole('radio', { name: way }).check();
    await fill();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  };
  await leaveBy(/^Through a mail server/, async () => {
    await page.getByRole('textbox', { name: 'Host' }).fill('127.0.0.1');
    await page.getByRole('textbox', { name: 'Port' }).fill(String(port));
    await page.getByRole('checkbox', { name: /business associate agreement/ }).check();
  });
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByText('Nothing would be sent')).toBeVisible();
  await expect(page.getByRole('status').getByText(/127\.0\.0\.1/)).toBeVisible();

  await planCampaign(page, {
    name: 'Portland news',
    about: 'General health advice',
    encourages: 'No',
    segment: 'Portland area',
    template: 'Spring wellness newsletter',
  });
  await launch(page);
  await expect(page.getByText('Nothing is being sent at the moment')).toBeVisible();
  const bar = page.getByRole('group', { name: /sent.* of \d/ });
  await expect(bar).toHaveAccessibleName(/^0 sent/);

  await leaveBy(/^Sandbox/, async () => {});
  // it moves the menu down: a press before would end on something else
  const band = page.getByRole('paragraph').filter({ hasText: /^Sandbox: nothing leaves/ });
  await expect(band).toBeVisible();
  await goTo(page, 'Campaigns');
  await page.getByRole('link', { name: 'Portland news' }).click();
  // it would go on by itself at the next try; a person need not wait for that
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByRole('main').getByText('Done', { exact: true })).toBeVisible({
    timeout: 60_000,
  });
  const { parts, whole } = countsOf((await bar.getAttribute('aria-label')) ?? '');
  expect(parts[0]).toBeGreaterThan(400);
  expect(parts.reduce((one, other) => one + other, 0)).toBe(whole);
});

/** Whatever became of the test above, the ones after it send to the sandbox. */
test.afterAll(async ({ browser }) => {
  const page = await browser.newPage();
  await signIn(page);
  const { version, transport, ...saved } = await ask<Organization>(page, '/organization');
  if (transport.kind !== 'sandbox') {
    const { name, postalAddress, fromName, fromAddress, profile, sender } = saved;
    const rest = { name, postalAddress, fromName, fromAddress, profile, sender };
    const answer = await page.request.put('/api/v1/organization', {
      data: { ...rest, transport: { kind: 'sandbox' } },
      headers: { 'x-postern': '1', 'if-match': `"${version}"` },
    });
    expect(answer.status()).toBe(200);
  }
  await page.close();
});

/** A port on which nothing listens. */
function closedPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 1));
    });
  });
}
