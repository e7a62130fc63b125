import { startDnsServer } from '../support/dns-server.ts';
import { forEverybody } from './axe.ts';
import { expect, goTo, signIn, test } from './product.ts';

test('a new key waits for its record, and signs once the DNS has it', async ({ page }) => {
  const dns = await startDnsServer({}, Number(process.env.POSTERN_E2E_DNS));
  try {
    await signIn(page);
    await goTo(page, 'Domains');
    const marketing = page.getByRole('region', { name: 'Marketing mail' });
    await marketing.getByRole('button', { name: 'Make a new key' }).click();
    const dialog = page.getByRole('dialog', { name: /^A new key for/ });
    await forEverybody(page, 'a new key');
    await dialog.getByRole('button', { name: 'Make it' }).click();
    await expect(dialog).toBeHidden();
    const fresh = marketing.getByRole('listitem').filter({ hasText: 'postern2' }).last();
    await expect(fresh).toContainText('Waits for its record');

    const check = marketing.getByRole('button', { name: 'Check now' });
    await check.click();
    const missing = marketing.getByRole('listitem').filter({ hasText: 'To publish' });
    await expect(missing.filter({ hasText: 'Signature (DKIM)' }).first()).toContainText('Missing');
    await expect(missing.filter({ hasText: 'DMARC' })).toContainText('Missing');
    await forEverybody(page, 'what the DNS lacks');

    const [name = '', value = ''] = await fresh.getByRole('definition').allTextContents();
    dns.zones = { ...dns.zones, [name.replace(/\.$/, '')]: { TXT: [value] } };
    await check.click();
    await expect(fresh).toContainText('Signs');
    const old = marketing.getByRole('listitem').filter({ hasText: /^postern1 ·/ });
    await expect(old).toContainText('Retired');
  } finally {
    await dns.close();
  }
});
