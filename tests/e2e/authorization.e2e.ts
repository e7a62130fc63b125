import { forEverybody } from './axe.ts';
import { ask, expect, signIn, test } from './product.ts';

interface People {
  readonly data: readonly { readonly id: string }[];
}
interface OnFile {
  readonly authorizations: readonly unknown[];
}

const STATEMENTS = [
  'It says specifically which information may be used',
  'It names who may use it or give it out',
  'It names who may receive it',
  'It describes what for',
  'It states the right to revoke it, and how',
  'It states that treatment does not depend on signing',
];
const REDISCLOSURE = 'It states that what is disclosed may be disclosed again';

test('a signed paper is read into the file, and the page says what it is worth', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await signIn(page);
  let id = '';
  for (const person of (await ask<People>(page, '/contacts')).data) {
    const { authorizations } = await ask<OnFile>(page, `/contacts/${person.id}`);
    if (authorizations.length === 0) id = person.id;
    if (id !== '') break;
  }
  await page.goto(`/contacts/${id}`);
  const dialog = page.getByRole('dialog', { name: 'A signed authorization' });
  const valid = page.getByText('Valid', { exact: true });
  const open = async () => {
    await page.getByRole('button', { name: 'Record what they said' }).press('Enter');
    await page.getByRole('menuitem', { name: 'A signed authorization' }).press('Enter');
    await expect(dialog).toBeVisible();
  };
  const fill = async () => {
    await dialog.getByRole('checkbox', { name: 'Marketing', exact: true }).check();
    await dialog.getByRole('radio', { name: 'For all that it allows' }).check();
    await dialog.getByRole('radio', { name: 'On a day' }).check();
    await dialog.getByRole('combobox', { name: 'What else stands on the same paper?' }).click();
    await page.getByRole('option', { name: 'Nothing else' }).click();
    await dialog.getByRole('radio', { name: 'What they have and take' }).check();
    await dialog.getByLabel('Signed on').fill('2026-01-05');
    await dialog.getByLabel('Ends on', { exact: true }).fill('2099-12-31');
    for (const name of STATEMENTS) await dialog.getByRole('checkbox', { name }).check();
  };
  const save = () => dialog.getByRole('button', { name: 'Put it on file' }).click();

  await test.step('nothing is kept of a form that is not filled in', async () => {
    await open();
    // nothing stands there that nobody read off the paper
    await expect(dialog.getByRole('checkbox', { checked: true })).toHaveCount(0);
    await expect(dialog.getByRole('radio', { checked: true })).toHaveCount(0);
    await save();
    for (const slip of [
      'Choose what it allows.',
      'Choose for which purposes.',
      'Choose which information it is about.',
      'Choose when it ends.',
      'Choose what else stands on it.',
    ]) {
      await expect(dialog.getByText(slip)).toBeVisible();
    }
    await dialog.getByRole('radio', { name: 'For some purposes only' }).check();
    await save();
    await expect(dialog.getByText('Enter the day beside the signature.')).toBeVisible();
    await expect(dialog.getByText('Choose what for.')).toBeVisible();
    await forEverybody(page, 'a form that is not filled in');
    await dialog.getByRole('radio', { name: 'For all that it allows' }).check();
  });

  await test.step('one that ends before it was signed is refused beside the day', async () => {
    await fill();
    await dialog.getByLabel('Ends on', { exact: true }).fill('2026-01-04');
    await save();
    const slip = 'The day on which it ends is before it was signed.';
    await expect(dialog.getByText(slip, { exact: true })).toBeVisible();
    await dialog.getByLabel('Ends on', { exact: true }).fill('2099-12-31');
  });

  await test.step('one with an element missing is on file and not valid', async () => {
    await save();
    await expect(dialog).toBeHidden();
    await expect(page.getByText('Not valid', { exact: true })).toBeVisible();
    await expect(
      page.getByText('It does not state that what is disclosed may be disclosed again.'),
    ).toBeVisible();
    await expect(valid).toHaveCount(0);
  });

  await test.step('one with all of them is valid', async () => {
    await open();
    await fill();
    await dialog.getByRole('checkbox', { name: REDISCLOSURE }).check();
    await save();
    await expect(valid).toBeVisible();
  });

  await test.step('until it is revoked', async () => {
    await page.getByRole('button', { name: 'Revoke: Marketing' }).last().click();
    await page.getByRole('button', { name: 'Record the revocation' }).click();
    await expect(page.getByText('Revoked', { exact: true })).toBeVisible();
    await expect(valid).toHaveCount(0);
  });
});
