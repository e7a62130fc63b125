import { forEverybody } from './axe.ts';
import { expect, goTo, signIn, test } from './product.ts';

test('a form is written, refused with the reason, completed and published', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await signIn(page);
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  const publish = page.getByRole('dialog', { name: 'Publish this form' });
  const paper = page.getByRole('article');

  await test.step('it begins with a complete text', async () => {
    await goTo(page, 'Authorization forms');
    await forEverybody(page, 'the list of forms');
    await page.getByRole('link', { name: 'New form' }).first().click();
    await page.getByRole('radio', { name: 'Marketing that somebody pays for' }).check();
    await forEverybody(page, 'a new form');
    await page.getByRole('button', { name: 'Begin' }).click();
    await expect(field('Title')).toHaveValue('May we write to you about the offers of others?');
    await expect(page.getByText(/^Not yet: \d things have to be put right\.$/)).toBeVisible();
    await expect(
      page.getByText(/^Reading grade \d\.\d: most people can follow it\.$/),
    ).toBeVisible();
  });

  await test.step('what is open or missing is told beside its field, with the law', async () => {
    await field('That somebody pays, and who').fill('');
    const fault = page
      .getByRole('listitem')
      .filter({ hasText: 'State that somebody pays for the messages, and who.' });
    await fault.getByRole('button', { name: '45 CFR 164.508(a)(3)(ii)' }).click();
    await expect(fault.getByText(/the authorization must say so/)).toBeVisible();
    await forEverybody(page, 'a form with faults');
  });

  await test.step('it is not published so', async () => {
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await publish.getByRole('button', { name: 'Publish it' }).click();
    await expect(publish.getByRole('alert')).toContainText('would not be valid');
    await expect(publish.getByRole('alert')).toContainText(
      'State that somebody pays for the messages, and who. (45 CFR 164.508(a)(3)(ii))',
    );
    // the same sentence of two fields is told of each by its name, which leads there
    for (const name of ['Introduction', 'What for']) {
      const fault = publish.getByRole('listitem').filter({ hasText: `${name}:` });
      await expect(fault).toContainText('Fill in [name of the company].');
    }
    await publish.getByRole('button', { name: 'What for' }).click();
    await expect(publish).toBeHidden();
    await expect(field('What for')).toBeFocused();
  });

  await test.step('completed, it reads as it will be signed, and is published', async () => {
    const company = 'Ash Devices';
    for (const name of ['Introduction', 'What for']) {
      const text = await field(name).inputValue();
      await field(name).fill(text.replaceAll('[name of the company]', company));
    }
    await field('That somebody pays, and who').fill(`${company} pays us to send you these.`);
    await field('Title').fill('May we tell you of what Ash Devices makes?');
    await expect(page.getByText('Yes: nothing that the law asks for is missing.')).toBeVisible();
    await expect(paper).toContainText('Ash Devices pays us to send you these.');
    await expect(paper).toContainText('It ends 24 months after the day on which you sign it.');
    await forEverybody(page, 'a form that is complete');
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await publish.getByRole('button', { name: 'Publish it' }).click();
    await expect(page.getByText('This version is frozen')).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      'May we tell you of what Ash Devices makes?',
    );
    await forEverybody(page, 'a published form');
  });

  await test.step('a change needs a new version, and the first stays as it was signed', async () => {
    await page.getByRole('button', { name: 'New version' }).click();
    await field('Title').fill('Ash Devices, once more');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await expect(page.getByRole('button', { name: 'Save the draft' })).toBeDisabled();
    await page.getByRole('link', { name: 'Version 1' }).click();
    await expect(paper).toContainText('May we tell you of what Ash Devices makes?');
    await goTo(page, 'Authorization forms');
    const row = page.getByRole('row', { name: /Ash Devices, once more/ });
    await expect(row).toContainText('Draft');
    await expect(row).toContainText('Version 1');
  });

  await test.step('on a phone nothing is cut off', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('link', { name: 'Ash Devices, once more' }).click();
    await expect(field('Title')).toBeVisible();
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider).toBe(0);
    await forEverybody(page, 'a form on a phone');
  });
});
