import { forEverybody } from './axe.ts';
import { ask, choose, expect, goTo, settled, signIn, test } from './product.ts';
import { attributeOf } from './steps.ts';

const NAME = 'Near us and quiet';

test('a segment is built by keyboard, read and edited as text, and compared before it is saved', async ({
  page,
}) => {
  await signIn(page);
  const found = page.getByRole('complementary', { name: 'What these conditions find' });
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  await test.step('by keyboard alone: a condition on what happened, turned around, moved up', async () => {
    await goTo(page, 'Segments');
    await page.getByRole('link', { name: 'New segment' }).press('Enter');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(NAME);
    // with its list open: Tab goes on, and not to what scrolls
    await page.getByRole('combobox', { name: 'Attribute of condition 1' }).click();
    await page.keyboard.press('Tab');
    await expect(button('Remove condition 1')).toBeFocused();
    await button('Add what happened or was said').press('Enter');
    const about = page.getByRole('combobox', { name: 'What condition 2 is about' });
    await expect(about).toBeFocused();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await expect(page.getByRole('checkbox', { name: 'Not: turns condition 2' })).toBeChecked();
    await button('Move condition 2 up').press('Enter');
    await expect(button('Move condition 1 down')).toBeFocused();
    await expect(found).toContainText('No message was opened within the last 90 days.');
    await expect(found).toContainText('This segment is slower than others');
  });

  await test.step('a code is found by its name, and the count follows with its share', async () => {
    await attributeOf(page, 2, 'State');
    const value = page.getByRole('combobox', { name: 'Value of condition 2' });
    await value.fill('Oreg');
    await page.getByRole('option', { name: 'OR: Oregon' }).click();
    await expect(value).toHaveValue('OR');
    await expect(found).toContainText('and state is OR.');
    await expect(found).toContainText(/\d ?%/);
    await settled(page);
    await forEverybody(page, 'the builder of a segment');
  });

  await test.step('it is saved, and opened as text', async () => {
    await button('Save').click();
    await expect(page.getByRole('heading', { name: NAME, level: 1 })).toBeVisible();
    await page.getByText('Text', { exact: true }).click();
    const text = page.getByRole('textbox', { name: 'Conditions as text' });
    await expect(text).toHaveValue('not opened any within 90 days\nand state is "OR"');
    await expect(page.getByText('The text says what is saved.')).toBeVisible();
  });

  await test.step('a slip in the text is told with its place; mended, it is compared and applied', async () => {
    const text = page.getByRole('textbox', { name: 'Conditions as text' });
    await text.fill('not opened any within 30 days\nand state are "OR"');
    await button('Apply').press('Enter');
    await expect(page.getByText(/^Line 2, column 11: found “are”, expected “is”/)).toBeVisible();
    await expect(button('Save')).toBeDisabled();
    await button('Go to line 2').click();
    await expect(text).toBeFocused();
    await text.fill('not opened any within 30 days\nand state is "OR"');
    const compared = page.getByRole('list', { name: 'Compared with what is saved' });
    await expect(compared.getByRole('listitem')).toHaveText([
      '− not opened any within 90 days',
      '+ not opened any within 30 days',
      /^\s*and state is "OR"$/,
    ]);
    await button('Apply').click();
    await expect(found).toContainText('No message was opened within the last 30 days');
    await settled(page);
    await forEverybody(page, 'a segment as text');
    await button('Save').click();
    await expect(page.getByText('The text says what is saved.')).toBeVisible();
  });

  await test.step('another segment names it; it cannot be deleted, nor name that one', async () => {
    await page.goto('/segments/new');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Not those');
    await button('Remove condition 1').click();
    await button('Add what happened or was said').click();
    await choose(page, 'What condition 1 is about', 'In another segment');
    await choose(page, 'Segment of condition 1', NAME);
    await expect(found).toContainText(`In the segment “${NAME}”.`);
    await button('Save').click();
    await expect(page.getByRole('heading', { name: 'Not those', level: 1 })).toBeVisible();

    const { data } = await ask<{ data: { id: string; name: string }[] }>(page, '/segments');
    await page.goto(`/segments/${data.find(({ name }) => name === NAME)?.id}`);
    await button('Add what happened or was said').click();
    await choose(page, 'What condition 3 is about', 'In another segment');
    await choose(page, 'Segment of condition 3', 'Not those');
    await expect(page.getByText(`“${NAME}” uses “Not those”, which uses “${NAME}”.`)).toBeVisible();
    await button('Remove condition 3').click();
    await button('Delete').click();
    await button('Delete it').click();
    await expect(page.getByRole('alert')).toContainText('“Not those” asks for who is in this');
  });
});
