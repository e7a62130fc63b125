import { readFileSync, renameSync } from 'node:fs';
import { sql } from 'kysely';
import { forEverybody } from './axe.ts';
import { beside } from './installation.ts';
import { expect, settled, signIn, test } from './product.ts';
import { upload } from './steps.ts';

const asked = (statement: string) =>
  beside(({ database }) =>
    sql
      .raw(statement)
      .execute(database)
      .then(() => {}),
  );

test('an import waits for room, its page tells of a database that is away, and both go on by themselves', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const main = page.getByRole('main');
  await signIn(page);
  // as PostgreSQL says it when a file of this table cannot grow
  await asked(`
    create function no_room() returns trigger language plpgsql as $$
    begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
    create trigger no_room before insert on import_rejects
      for each row execute function no_room()`);
  // rows without a number: whoever comes later finds the organization as it was
  const buffer = Buffer.from('MRN,Last name\n,Nobody\n,Noone\n');
  await upload(page, { name: 'nobody.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('radio', { name: /Our own records/ }).check();
  // a proxy in between that has no server for a moment: what moves on the page is asked for again
  await page.route('**/imports/*/events', (route) => route.fulfill({ status: 502 }), { times: 2 });
  await page.getByRole('button', { name: 'Start the import' }).click();
  const waits = main.getByText('The disk of the database is full. The import goes on by itself');
  await expect(waits).toBeVisible();
  await settled(page);
  await forEverybody(page, 'an import that waits for room');

  await test.step('the database ends, and cannot be started', async () => {
    const data = process.env.POSTERN_E2E_DATA ?? '';
    const [remembered, away] = [`${data}/postgres.json`, `${data}/postgres.away`];
    const band = page.getByText(/^The server cannot reach its database\. What you see is from/);
    renameSync(remembered, away);
    try {
      process.kill(
        Number.parseInt(readFileSync(`${data}/postgres/postmaster.pid`, 'utf8'), 10),
        'SIGKILL',
      );
      await expect(band).toBeVisible();
      await expect(waits).toBeVisible();
    } finally {
      renameSync(away, remembered);
    }
    await expect(band).toBeHidden({ timeout: 60_000 });
  });

  await asked('drop trigger no_room on import_rejects; drop function no_room()');
  await expect(main.getByText('2 rows were left out')).toBeVisible({ timeout: 60_000 });
});
