// `npm run screenshots`: takes the pictures of the README and the guides anew, from the product
// itself on a data directory that ends with it. Everybody on them is made up.
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from './chromium.mjs';
import { environment, newNode, repository } from './node.mjs';
import { orSentence, setup } from './setup.mjs';

const FOLDER = join(repository, 'docs', 'images');
const LARGEST = 250_000;

await orSentence(async () => {
  setup();
  const executablePath = findChromium();
  if (executablePath === null)
    throw new Error('The pictures need Chromium, and none is installed.');
  mkdirSync(FOLDER, { recursive: true });
  const product = await start();
  try {
    const browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu'],
    });
    try {
      const page = await open(browser, product);
      await takeAll(page);
      const happened = happen(product);
      await takeDelivery(page, happened);
      await takePickUp(browser, page, product, happened);
    } finally {
      await browser.close();
    }
  } finally {
    await product.stop();
  }
});

/** Starts the product as tests/support/product.ts does; resolves when it is ready; its data ends with it. */
async function start() {
  const port = await freePort();
  const data = join(tmpdir(), `postern-pictures-${randomUUID()}`, 'data');
  const child = spawn(process.execPath, [join(repository, 'tests/support/product.ts')], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environment({
      POSTERN_E2E_PORT: String(port),
      POSTERN_E2E_DATA: data,
    }),
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let said = '';
  const ready = new Promise((resolve) => {
    child.stdout.on('data', (chunk) => {
      said += chunk;
      if (/Ctrl-C/.test(said)) resolve();
    });
  });
  const outcome = await Promise.race([ready.then(() => 'ready'), ended.then(() => 'ended')]);
  if (outcome === 'ended') throw new Error('The product ended before it was ready.');
  const [, email, password] = /(\S+@\S+), password (\S+)/.exec(said) ?? [];
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { origin: `http://localhost:${port}`, data, email, password, stop };
}

/** A page of the owner's, in a window of the size of the pictures. */
async function open(browser, { origin, email, password }) {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    timezoneId: 'America/Los_Angeles',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByRole('textbox', { name: 'Email' }).fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Latest campaign' }).waitFor();
  return page;
}

async function takeAll(page) {
  const link = (name) => page.getByRole('main').getByRole('link', { name }).first();
  const heading = (name) => page.getByRole('heading', { name }).first().waitFor();

  await take(page, 'home');
  await page.emulateMedia({ colorScheme: 'dark' });
  await take(page, 'home-dark');
  await page.emulateMedia({ colorScheme: 'light' });

  await page.goto('/segments');
  await link('Check-up due: diabetes care').click();
  await heading('Check-up due: diabetes care');
  await page.getByText(/^of 2,000$/).waitFor();
  await take(page, 'segment');

  await page.goto('/templates');
  await link('Diabetes check-up invitation').click();
  await page.getByText('None. It can be saved.').waitFor();
  await take(page, 'template');

  // a narrow menu leaves room for the bar beside the drawer
  await page.goto('/campaigns');
  await page.getByRole('button', { name: 'Narrow the menu' }).click();
  await link('Diabetes check-up, this month').click();
  await page
    .getByRole('navigation', { name: 'Steps' })
    .getByRole('link', { name: 'Review' })
    .click();
  await page
    .getByRole('button', { name: /need an authorization: show who/ })
    .last()
    .click();
  await page.getByRole('dialog').getByRole('listitem').nth(3).waitFor();
  const citation = page.getByRole('dialog').getByRole('button', { name: /^45 CFR 164\.508/ });
  await citation.first().click();
  await take(page, 'review');

  await page.goto('/campaigns');
  await page.getByRole('button', { name: 'Widen the menu' }).click();
  await link('Spring wellness newsletter').click();
  await heading('Where everybody is');
  await page.getByRole('link', { name: 'Report', exact: true }).click();
  await heading('From audience to act');
  await page.getByRole('heading', { name: 'Everybody' }).evaluate((it) => {
    window.scrollTo(0, it.getBoundingClientRect().top - 100);
  });
  await take(page, 'report');

  await page.goto('/sandbox');
  await page.getByRole('list', { name: 'Messages' }).getByRole('link').first().click();
  await page.frameLocator('iframe[title^="Message:"]').getByRole('heading').first().waitFor();
  await take(page, 'inbox');
}

/** What a sandbox has nothing of is put there first. */
function happen({ data }) {
  const script = join(repository, 'scripts/picture-mail.ts');
  return JSON.parse(execFileSync(newNode(), [script, data], { encoding: 'utf8' }));
}

/** What receivers say, and what comes home. */
async function takeDelivery(page, { mail }) {
  for (const source of mail) {
    const answer = await page.request.post('/api/v1/delivery/returned-mail', {
      data: { source },
      headers: { 'x-postern': '1' },
    });
    if (!answer.ok()) throw new Error(`Mail that came back was not taken: ${answer.status()}.`);
  }
  await page.goto('/delivery/receivers');
  await page.getByText('Marketing waits').first().waitFor();
  await take(page, 'receivers');
  await page.goto('/delivery/bounces');
  await page.getByText('No such mailbox').last().waitFor();
  await take(page, 'bounces');
  await page.goto('/domains');
  const record = page.getByText('Its record').nth(1);
  await record.click();
  await record.evaluate((it) => {
    window.scrollTo(0, window.scrollY + it.getBoundingClientRect().top - 480);
  });
  await take(page, 'domains');
}

/** What a patient sees of a message that waits for them, on a phone without scripts. */
async function takePickUp(browser, page, { origin }, { token, contactId }) {
  const api = async (path) => (await page.request.get(`/api/v1${path}`)).json();
  const { values } = await api(`/contacts/${contactId}`);
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: 390, height: 844 },
    javaScriptEnabled: false,
  });
  const phone = await context.newPage();
  await phone.goto(`/m/${token}`);
  await take(phone, 'pick-up-form');
  await phone.getByRole('button', { name: 'Send me a code' }).click();
  let code;
  while (code === undefined) {
    const { data } = await api('/sandbox/messages?limit=5');
    const mail = data.find(
      ({ to, campaignId }) => campaignId === null && to.includes(values.email),
    );
    const { text = '' } = mail ? await api(`/sandbox/messages/${mail.id}`) : {};
    code = /\d{4} \d{4}/.exec(text)?.[0];
  }
  const [year, month, day] = values.birth_date.split('-');
  await phone.getByLabel('Month').fill(String(Number(month)));
  await phone.getByLabel('Day').fill(String(Number(day)));
  await phone.getByLabel('Year').fill(year);
  await phone.getByLabel('The code, or').fill(code);
  await phone.getByRole('button', { name: 'Open the message' }).click();
  await phone.getByRole('heading', { name: 'From your last visit' }).waitFor();
  await take(phone, 'pick-up-message');
  await context.close();
}

/** One picture, with nothing under the pointer and no focus ring left from a click. */
async function take(page, name) {
  await page.mouse.move(0, 799);
  // where no script runs there are no fonts to wait for either
  if (!page.url().includes('/m/')) {
    await page.evaluate(() => document.fonts.ready.then(() => {}));
  }
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  const { size } = statSync(path);
  if (size > LARGEST) throw new Error(`${name}.png has ${size} bytes, more than ${LARGEST}.`);
  console.log(`docs/images/${name}.png, ${Math.round(size / 1000)} kB`);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
