import { forEverybody } from './axe.ts';
import { ask, expect, goTo, signIn, test } from './product.ts';

interface Found {
  readonly data: readonly { readonly id: string }[];
}

const CSV = `given_name,family_name,birth_date,email,record_number,city
Zelda,Quarterstone,1961-04-05,zelda@example.org,HY-1,Springfield
Zelda,Quarterstone,1961-04-05,info@example.org,HY-2,Salem
`;

test('two records of one person are found, compared, and made one', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await signIn(page);
  const headers = { 'x-postern': 'test' };
  const file = { name: 'hygiene.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) };
  const uploaded = await page.request.post('/api/v1/imports', { headers, multipart: { file } });
  expect(uploaded.status()).toBe(201);
  const { id } = (await uploaded.json()).import;
  const columns = CSV.split('\n', 1)[0]?.split(',') ?? [];
  const mapping = columns.map((attribute, column) => ({ column, attribute }));
  const started = await page.request.post(`/api/v1/imports/${id}/start`, {
    headers,
    data: { mapping, source: 'own_records' },
  });
  expect(started.status()).toBe(202);
  const state = async () => (await ask<{ readonly state: string }>(page, `/imports/${id}`)).state;
  await expect.poll(state).toBe('done');

  await test.step('all contacts are looked over, with progress', async () => {
    await goTo(page, 'Hygiene');
    await page.getByRole('button', { name: 'Look over all contacts' }).click();
    await expect(page.getByText(/^Looked over [\d,]+ people/)).toBeVisible({ timeout: 60_000 });
    await forEverybody(page, 'hygiene');
  });

  await test.step('an address of a post is told, and who has it', async () => {
    await page.getByRole('link', { name: /Of a post, not a person: show who$/ }).click();
    await expect(page.getByRole('cell', { name: 'info@example.org' })).toBeVisible();
    await page.getByRole('link', { name: 'Hygiene' }).first().click();
  });

  await test.step('what stays is chosen side by side, of the pairs that are likely', async () => {
    await page
      .getByRole('radiogroup', { name: 'How sure' })
      .getByText(/^Likely \d/)
      .click();
    await expect(page.getByRole('cell', { name: 'Possible', exact: true })).toHaveCount(0);
    await page
      .getByRole('link', { name: 'Compare Zelda Quarterstone and Zelda Quarterstone' })
      .click();
    await expect(page.getByRole('heading', { name: 'Are these one person?' })).toBeVisible();
    for (const which of ['first', 'second']) {
      await expect(page.getByRole('heading', { name: `Where the ${which} stands` })).toBeVisible();
    }
    await page.getByRole('radio', { name: /^City: Springfield/ }).check();
    await forEverybody(page, 'two records');
    await page.getByRole('button', { name: 'Make one record of them' }).press('Enter');
    await page.getByRole('button', { name: 'Make one record', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Zelda Quarterstone' })).toBeVisible();
    await expect(page.getByText(/Another record was merged into this one/)).toBeVisible();
    await expect(page.getByText('Springfield').first()).toBeVisible();
  });

  await test.step('either record number leads to the one', async () => {
    const ids = await Promise.all(
      ['HY-1', 'HY-2'].map(async (text) => {
        const data = { text };
        const found = await page.request.post('/api/v1/contacts/search', { headers, data });
        return ((await found.json()) as Found).data.map((person) => person.id);
      }),
    );
    expect(ids[0]).toHaveLength(1);
    expect(ids[1]).toEqual(ids[0]);
  });
});
