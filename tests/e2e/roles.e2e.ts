import { forEverybody } from './axe.ts';
import { ask, expect, goTo, settled, signIn, signInOf, test } from './product.ts';

/** Patients have their addresses at example.org itself, the clinic and its staff below it. */
const PATIENT_ADDRESS = /[\w.+-]+@example\.org/;

interface Listed {
  readonly data: readonly { readonly id: string; readonly name: string; readonly state?: string }[];
}
interface Counted {
  readonly refusals: readonly { readonly code: string; readonly count: number | null }[];
}

test('an analyst works with figures: no person is on any page, and small counts are hidden', async ({
  page,
  browser,
}) => {
  const other = await browser.newContext();
  const owner = await other.newPage();
  await signIn(owner);
  const people = (await ask<Listed>(owner, '/contacts')).data.slice(0, 20);
  const campaigns = (await ask<Listed>(owner, '/campaigns')).data;
  const sent = campaigns.find(({ state }) => state === 'done');
  const draft = campaigns.find(({ state }) => state === 'draft');
  const [segment] = (await ask<Listed>(owner, '/segments')).data;
  const [template] = (await ask<Listed>(owner, '/templates')).data;
  const whole = await ask<Counted>(owner, `/campaigns/${sent?.id}/report`);
  await other.close();
  expect(people.length).toBeGreaterThan(10);

  const told: string[] = [];
  page.on('response', async (response) => {
    if (response.url().includes('/api/v1/')) told.push(await response.text().catch(() => ''));
  });
  await signIn(page, 'lee');
  const pages = [
    '/',
    '/contacts',
    `/contacts/${people[0]?.id}`,
    '/campaigns',
    `/campaigns/${sent?.id}`,
    `/campaigns/${sent?.id}?show=campaign&state=sent`,
    `/campaigns/${sent?.id}/report`,
    `/campaigns/${draft?.id}/edit?step=review`,
    '/segments',
    `/segments/${segment?.id}?view=people`,
    '/templates',
    `/templates/${template?.id}`,
    '/imports',
    '/sandbox',
    '/audit',
    '/settings',
  ];
  for (const address of pages) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await settled(page);
    told.push(await page.locator('body').innerText());
  }
  const everything = told.join('\n');
  expect(everything).not.toMatch(PATIENT_ADDRESS);
  for (const { name } of people) expect(everything).not.toContain(name);

  await page.goto('/contacts');
  await expect(page.getByText('Not for your role')).toBeVisible();
  for (const room of ['Contacts', 'Imports', 'Sandbox inbox', 'Audit']) {
    const rooms = page.getByRole('navigation', { name: 'Rooms' });
    await expect(rooms.getByRole('link', { name: room })).toBeHidden();
  }

  const small = whole.refusals.filter(({ count }) => (count ?? 0) >= 1 && (count ?? 0) <= 10);
  expect(small.length, 'the report has small counts').toBeGreaterThan(0);
  const shown = await ask<Counted>(page, `/campaigns/${sent?.id}/report`);
  // nor is a reason named that only a few share
  const named = shown.refusals.map(({ code }) => code);
  for (const { code } of small) expect(named).not.toContain(code);
  expect(named).toContain('other');
  await page.goto(`/campaigns/${sent?.id}/report`);
  await expect(page.getByText('Other reasons, in groups too small to show.')).toBeVisible();
});

test('a marketer looks at the settings, and changes none', async ({ page }) => {
  await signIn(page, 'sam');
  await goTo(page, 'Settings');
  await expect(
    page.getByText(/You can look at these. To change settings, ask an administrator/),
  ).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Postal address' })).not.toBeEditable();
  for (const section of ['Organization', 'Sending']) {
    await page.getByRole('tab', { name: section }).click();
    await expect(page.getByRole('button', { name: 'Save' })).toBeHidden();
    await expect(page.getByRole('button', { name: 'Test connection' })).toBeHidden();
  }
  await expect(page.getByRole('radio', { name: /^Through a mail server/ })).toBeDisabled();

  const { version, ...organization } = await ask<{ version: number }>(page, '/organization');
  const answer = await page.request.put('/api/v1/organization', {
    data: organization,
    headers: { 'x-postern': '1', 'if-match': `"${version}"` },
  });
  expect(answer.status()).toBe(403);
  expect(await answer.json()).toMatchObject({ code: 'permission_missing' });
  await page.goto('/audit');
  await expect(page.getByText('Not for your role')).toBeVisible();
});

test('somebody without the password learns nothing, and is told so in a sentence', async ({
  page,
}) => {
  const { email } = await signInOf('ana');
  await page.goto('/contacts');
  await page.getByRole('textbox', { name: 'Email' }).fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('do not go together');
  expect((await page.request.get('/api/v1/contacts')).status()).toBe(401);
});

test('a role of one’s own up to “service” sees what is above it as locked, and by whom it is open', async ({
  page,
  browser,
}) => {
  const other = await browser.newContext();
  const owner = await other.newPage();
  await signIn(owner);
  const [person] = (await ask<Listed>(owner, '/contacts')).data;
  await goTo(owner, 'People and roles');
  await forEverybody(owner, 'people and roles');
  await owner.getByRole('tab', { name: 'Roles', exact: true }).click();
  await owner.getByRole('button', { name: 'New role' }).click();
  await owner.getByRole('textbox', { name: 'Name' }).fill('Front desk');
  await owner.getByRole('combobox', { name: 'Opens data up to' }).click();
  await owner.getByRole('option', { name: 'Care they had' }).click();
  await owner.getByRole('checkbox', { name: 'see single people' }).check();
  await forEverybody(owner, 'a new role');
  await owner.getByRole('button', { name: 'Make it' }).click();
  await expect(owner.getByRole('button', { name: 'Change Front desk' })).toBeVisible();
  const give = async (from: string, to: string) => {
    await owner.getByRole('tab', { name: 'People' }).click();
    await owner.getByRole('button', { name: 'Change the roles of Lee Brandt' }).click();
    await owner.getByRole('checkbox', { name: to }).check();
    await owner.getByRole('checkbox', { name: from }).uncheck();
    await owner.getByRole('button', { name: 'Save' }).click();
    await expect(owner.getByRole('row', { name: /Lee Brandt/ })).toContainText(to);
  };
  await give('Analyst', 'Front desk');

  await signIn(page, 'lee');
  await page.goto(`/contacts/${person?.id}`);
  const conditions = page.getByRole('row', { name: /^Conditions/ });
  await expect(conditions.getByRole('note', { name: /open to: Administrator/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /^Last visit|^Email/ }).first()).toBeVisible();
  await settled(page);
  await forEverybody(page, 'a contact with locked values');
  await page.goto('/segments');
  await expect(
    page.getByRole('note', { name: /^Segment \d+\. Of the class/ }).first(),
  ).toBeVisible();
  await forEverybody(page, 'locked segments');

  await give('Front desk', 'Analyst');
  await owner.getByRole('tab', { name: 'Roles', exact: true }).click();
  await owner.getByRole('button', { name: 'Delete Front desk' }).click();
  await owner.getByRole('button', { name: 'Delete it' }).click();
  await expect(owner.getByRole('button', { name: 'Delete Front desk' })).toBeHidden();
  await other.close();
});

test('emergency access opens people for a while, is marked on every page, ended and reviewed', async ({
  page,
  browser,
}) => {
  await signIn(page, 'sam');
  await page.getByRole('button', { name: 'Sam Okafor' }).click();
  await page.getByRole('menuitem', { name: 'Emergency access' }).click();
  const reason = 'The ward has to know at once what was taken';
  await page.getByRole('textbox', { name: 'Why' }).fill(reason);
  await page.getByRole('combobox', { name: 'Up to' }).click();
  await page.getByRole('option', { name: /part 2/ }).click();
  await forEverybody(page, 'taking emergency access');
  await page.getByRole('button', { name: 'Take emergency access' }).click();
  await expect(page.getByText('Emergency access: what you do is marked.')).toBeVisible();
  await goTo(page, 'Contacts');
  await settled(page);
  await forEverybody(page, 'a page under emergency access');
  await page.getByRole('button', { name: 'End it now' }).click();
  await expect(page.getByText('Emergency access: what you do is marked.')).toBeHidden();

  const other = await browser.newContext();
  const owner = await other.newPage();
  await signIn(owner);
  await expect(owner.getByText(/Sam Okafor took emergency access/)).toBeVisible();
  await owner.getByRole('link', { name: 'Review', exact: true }).click();
  await expect(owner.getByText(reason)).toBeVisible();
  await expect(owner.getByText(/Sam Okafor looked at the list of contacts/).first()).toBeVisible();
  await owner.getByRole('textbox', { name: 'What you found' }).fill('The ward confirmed it.');
  await forEverybody(owner, 'a review of emergency access');
  await owner.getByRole('button', { name: 'Note the review' }).click();
  await expect(owner.getByText('The ward confirmed it.')).toBeVisible();
  await other.close();
});
