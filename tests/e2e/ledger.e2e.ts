import { forEverybody } from './axe.ts';
import { ask, expect, signIn, test } from './product.ts';

interface People {
  readonly data: readonly { readonly id: string }[];
}
interface OnFile {
  readonly standing: { readonly deceased: boolean; readonly sentences: readonly string[] };
}
interface History {
  readonly data: readonly { readonly kind: string }[];
}

test('what somebody said is recorded, shown with its evidence, and outlives their record', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await signIn(page);
  let id = '';
  for (const person of (await ask<People>(page, '/contacts?limit=200')).data) {
    const { standing } = await ask<OnFile>(page, `/contacts/${person.id}`);
    const { data } = await ask<History>(page, `/contacts/${person.id}/history`);
    if (standing.sentences.length === 0 && data.some(({ kind }) => kind === 'accepted')) {
      id = person.id;
      break;
    }
  }
  expect(id).not.toBe('');
  await page.goto(`/contacts/${id}`);
  const record = async (item: string) => {
    await page.getByRole('button', { name: 'Record what they said' }).press('Enter');
    await page.getByRole('menuitem', { name: item, exact: true }).press('Enter');
  };
  const drawer = page.getByRole('dialog', { name: 'The whole ledger' });

  await test.step('the warning is read before unencrypted mail is preferred', async () => {
    await record('Prefers unencrypted mail');
    const dialog = page.getByRole('dialog', { name: 'They prefer unencrypted mail' });
    await expect(dialog.getByText(/can be read by others on its way/)).toBeVisible();
    await forEverybody(page, 'the warning of unencrypted mail');
    await dialog.getByRole('button', { name: 'They were warned and prefer it' }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step('the other address is asked for, and refused where it is none', async () => {
    await record('Wants mail at another address');
    const dialog = page.getByRole('dialog', { name: 'They want mail at another address' });
    await dialog.getByLabel('The other address').fill('not an address');
    await dialog.getByRole('button', { name: 'Record the address' }).click();
    await expect(dialog.getByText(/is not an email address/).first()).toBeVisible();
    await dialog.getByLabel('The other address').fill('elsewhere@example.org');
    await dialog.getByLabel('Note').fill('Said at the front desk.');
    await dialog.getByRole('button', { name: 'Record the address' }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step('the ledger shows what was shown, said and by whom', async () => {
    await page.getByRole('button', { name: 'The whole ledger' }).click();
    await expect(drawer.getByText('elsewhere@example.org')).toBeVisible();
    await expect(drawer.getByText('Said at the front desk.')).toBeVisible();
    await drawer.getByText(/What they were shown/).click();
    await expect(drawer.getByText(/can be read by others on its way/)).toBeVisible();
    await forEverybody(page, 'the whole ledger');
    const download = page.waitForEvent('download');
    await drawer.getByRole('link', { name: 'in plain words, for them' }).click();
    expect((await download).suggestedFilename()).toBe(`choices-${id}.html`);
    await page.keyboard.press('Escape');
    await expect(drawer).toBeHidden();
  });

  await test.step('what was on file when a message left is one press away', async () => {
    await page.getByRole('button', { name: 'What was on file when it left' }).first().click();
    const then = page.getByRole('dialog', { name: 'What was on file then' });
    await expect(then.getByText(/Where they stood/)).toBeVisible();
    await expect(then.getByText('elsewhere@example.org')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(then).toBeHidden();
  });

  await test.step('they are deleted once it was said what stays', async () => {
    await page.getByRole('button', { name: 'Delete…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete this contact' });
    await expect(dialog.getByText(/has refused it still/)).toBeVisible();
    await forEverybody(page, 'the question before a contact is deleted');
    await dialog.getByRole('button', { name: 'Delete them' }).click();
    await expect(page.getByText(/is kept until/)).toBeVisible();
    await expect(page).toHaveURL(/\/contacts$/);
  });
});
