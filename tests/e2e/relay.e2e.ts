import { choose, countsOf, expect, goTo, signIn, sum, test } from './product.ts';
import { attributeOf, buildSegment, launch, planCampaign, upload } from './steps.ts';

const SEGMENT = 'Diabetes, seen within two years';
const TEMPLATE = 'Foot clinic invitation';
const CAMPAIGN = 'Foot clinic opens';
const TARGET = 'https://www.riverside.example.org/foot-clinic?from=mail';

const message = (close: string) => `<mjml>
  <mj-body>
    <mj-section>
      <mj-column>
        <mj-text><h1>Our foot clinic opens</h1>${close}
        <mj-text><p>Dear {{ given_name | default: "neighbor" }}, come and see it.</p></mj-text>
        <mj-button href="${TARGET}">Choose a time</mj-button>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`;

test('a file of patients becomes mail in an inbox, and a click in it a figure of the report', async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(120_000);
  const main = page.getByRole('main');
  await signIn(page);

  await test.step('a file is imported, its columns mapped as suggested', async () => {
    await upload(page, 'docs/samples/patients.csv');
    await expect(page.getByRole('combobox', { name: /1, MRN, holds/ })).toHaveValue(/record/i);
    await expect(page.getByText('17 columns mapped, 0 left alone.')).toBeVisible();
    await page.getByRole('radio', { name: /Our own records/ }).check();
    await page.getByRole('button', { name: 'Start the import' }).click();
    await expect(page.getByText('60 rows read.')).toBeVisible();
    await expect(main.getByRole('definition')).toHaveText(['60', '0', '0', '0']);
  });
  await goTo(page, 'Contacts');
  const everybody = page.getByRole('heading', { name: /^Contacts [\d,]+$/, level: 1 });
  const total = (await everybody.textContent())?.replace('Contacts', '').trim() ?? '';

  await test.step('a segment is built; the count follows, and the class is computed', async () => {
    const found = page.getByRole('complementary', { name: 'What these conditions find' });
    await buildSegment(page, SEGMENT, [
      async (place) => {
        await attributeOf(page, place, 'Conditions');
        await page.getByRole('textbox', { name: `Code of condition ${place}` }).fill('E11');
        await expect(found.getByText('Conditions include E11')).toBeVisible();
      },
      async (place) => {
        await attributeOf(page, place, 'Last visit');
        await page.getByRole('textbox', { name: `Days of condition ${place}` }).fill('730');
      },
    ]);
    await expect(found.getByText(/last visit within the last 730 days/)).toBeVisible();
    await expect(found.getByText(`of ${total}`, { exact: true })).toBeVisible();
    await expect(found.getByRole('note', { name: /^Class diagnosis/ })).toBeVisible();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { name: SEGMENT, level: 1 })).toBeVisible();
  });

  await test.step('a message with an unclosed tag is refused at its place; mended, it is saved', async () => {
    await goTo(page, 'Templates');
    await page.getByRole('link', { name: 'New template' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(TEMPLATE);
    await page
      .getByRole('textbox', { name: 'Subject' })
      .fill('{{ given_name | default: "Hello" }}, a clinic for feet');
    const source = page.getByRole('textbox', { name: 'Source, in MJML' });
    await source.fill(message(''));
    await expect(page.getByRole('button', { name: /^Message, \d+:\d+/ }).first()).toBeVisible();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('alert').first()).toBeVisible();
    await expect(page).toHaveURL(/templates\/new/);
    await source.fill(message('</mj-text>'));
    await expect(page.getByText('None. It can be saved.')).toBeVisible();

    await page.getByRole('button', { name: 'Preview as a contact' }).click();
    const people = page.getByRole('dialog', { name: 'Preview as a contact' });
    await people.getByRole('listitem').first().getByRole('button').click();
    await expect(page.getByText(/^As .+ would get it\./)).toBeVisible();
    const preview = page.frameLocator('iframe[title="Preview of the message"]');
    await expect(preview.getByText(/^Dear (?!{{)/)).toBeVisible();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { name: TEMPLATE, level: 1 })).toBeVisible();
  });

  await test.step('the review splits the audience, and each part opens its people with the law', async () => {
    await planCampaign(page, {
      name: CAMPAIGN,
      about: 'A health service of ours',
      encourages: 'Yes',
      segment: SEGMENT,
      template: TEMPLATE,
    });
    const bar = page.getByRole('group', { name: /may receive it.* in the segment/ });
    const { parts, whole } = countsOf((await bar.getAttribute('aria-label')) ?? '');
    expect(parts).toHaveLength(4);
    expect(sum(parts)).toBe(whole);
    expect(whole).toBeGreaterThan(100);
    await bar
      .getByRole('button', { name: /need an authorization: show who/ })
      .first()
      .click();
    const drawer = page.getByRole('dialog', { name: 'People who need an authorization' });
    const person = drawer.getByRole('listitem').first();
    await expect(person.getByText(/has not allowed marketing/)).toBeVisible();
    await person.getByRole('button', { name: '45 CFR 164.508(a)(3)(i)' }).click();
    await expect(person.getByText('not the text of the law')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(drawer).toBeHidden();
  });

  await test.step('it is launched, and everybody is accounted for to the end', async () => {
    await launch(page);
    await expect(main.getByText('Done', { exact: true })).toBeVisible({ timeout: 60_000 });
    const bar = page.getByRole('group', { name: /sent.* of \d/ });
    const { parts, whole } = countsOf((await bar.getAttribute('aria-label')) ?? '');
    expect(sum(parts)).toBe(whole);
    expect(parts[0]).toBeGreaterThan(0);
    expect(parts[1], 'waiting').toBe(0);
  });

  let email = '';
  let unsubscribe = '';
  let click = async () => {};
  await test.step('its mail is in the sandbox inbox, signed, and came under TLS', async () => {
    await page.getByRole('link', { name: 'See the mail in the sandbox inbox' }).click();
    await page.getByRole('list', { name: 'Messages' }).getByRole('link').first().click();
    const mail = page.getByRole('article', { name: /^Message: .+, a clinic for feet/ });
    await expect(mail.getByText('Passes: it came as it was signed')).toBeVisible();
    await expect(mail.getByText(/TLSv1\.3, TLS_AES/)).toBeVisible();
    const html = page.frameLocator('iframe[title^="Message:"]');
    await expect(html.getByRole('heading', { name: 'Our foot clinic opens' })).toBeVisible();
    const fact = (name: string) => mail.getByRole('term').filter({ hasText: name });
    const to = await fact('To').locator('xpath=following-sibling::dd').textContent();
    email = /[^\s<]+@example\.org/.exec(to ?? '')?.[0] ?? '';
    expect(email).not.toBe('');
  });

  await test.step('a link of it leads where the message says, and nowhere else', async () => {
    const inMail = page
      .frameLocator('iframe[title^="Message:"]')
      .getByRole('link', { name: 'Choose a time' });
    await page.context().route('**/c/**', (route) => route.fulfill({ body: 'followed' }));
    const [tab] = await Promise.all([page.waitForEvent('popup'), inMail.click()]);
    await expect(tab.getByText('followed')).toBeVisible();
    await tab.close();
    await expect(inMail, 'the mail stays where it is').toBeVisible();
    // by keyboard: so soon after, a press of the mouse may still go to the mail's frame
    await page.getByRole('tab', { name: 'Links' }).press('Enter');
    const href = await page.getByRole('link', { name: 'Choose a time' }).getAttribute('href');
    expect(href).toMatch(new RegExp(`^${baseURL}/c/`));
    const stop = page.getByRole('main').getByRole('link', { name: /unsubscribe/i });
    unsubscribe = (await stop.getAttribute('href')) ?? '';
    click = async () => {
      const answer = await page.request.get(href ?? '', { maxRedirects: 0 });
      expect(answer.status()).toBe(302);
      expect(answer.headers()['location']).toBe(TARGET);
    };
    await click();
  });

  await test.step('the report has the click', async () => {
    await goTo(page, 'Campaigns');
    await page.getByRole('link', { name: CAMPAIGN }).click();
    await page.getByRole('link', { name: 'Report', exact: true }).click();
    const clicked = page.getByRole('button', { name: '1 clicked: show who' });
    // one that comes in the moment after the mail is a scanner's, and no figure of people
    await expect(async () => {
      await click();
      await page.reload();
      await expect(clicked).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await clicked.click();
    const drawer = page.getByRole('dialog', { name: 'People who clicked a link' });
    await expect(drawer.getByRole('listitem')).toHaveCount(1);
    await page.keyboard.press('Escape');
  });

  await test.step('unsubscribing needs one button and no script; looking changes nothing', async () => {
    const patient = await browser.newContext({ javaScriptEnabled: false });
    const phone = await patient.newPage();
    await phone.goto(unsubscribe);
    await expect(phone.getByText('Nothing changes until you press the button.')).toBeVisible();
    await goTo(page, 'Contacts');
    const box = page.getByRole('searchbox', { name: 'Exact email, phone or record number' });
    await box.fill(email);
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    const found = page.getByRole('region', { name: 'Contacts found' });
    await found.getByRole('link').click();
    await expect(page.getByRole('heading', { name: 'Where they stand' })).toBeVisible();
    const out = page.getByText('Opted out of all commercial mail.');
    await expect(out).toBeHidden();

    await phone.getByRole('button').click();
    await expect(phone.getByRole('heading', { name: 'It is stopped' })).toBeVisible();
    await patient.close();
    await page.reload();
    await expect(out).toBeVisible();
    await expect(page.getByText('On the page that mail links to')).toBeVisible();
  });

  await test.step('all of it is in the audit, whose chain is intact', async () => {
    await goTo(page, 'Audit');
    await page.getByRole('button', { name: 'Verify the ledger' }).click();
    await expect(page.getByRole('status').getByText(/^Intact: \d+ entries/)).toBeVisible();
    await choose(page, 'What', 'Launched a campaign');
    const entries = page.getByRole('region', { name: 'Entries, newest first' });
    await entries.getByRole('row').nth(1).getByRole('link').first().click();
    await expect(page.getByRole('heading', { name: CAMPAIGN, level: 1 })).toBeVisible();
  });
});
