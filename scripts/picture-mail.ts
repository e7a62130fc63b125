// Puts into the product that runs on a data directory (the argument) what a sandbox never has: what
// receivers say of too much mail, and a message that waits for pick-up. Prints, as JSON, the link's
// token, whose it is, and mail that comes back. Synthetic, for the pictures of `npm run screenshots`.
import { readConfig } from '../packages/server/src/config/index.ts';
import { returnPath } from '../packages/server/src/delivery/return-path.ts';
import { openFoundation } from '../packages/server/src/foundation.ts';
import { listOrganizations } from '../packages/server/src/organizations/index.ts';
import { depositMessage } from '../packages/server/src/portal/index.ts';
import { openShaper } from '../packages/server/src/shaping/index.ts';
import { arf, dsn, plain } from '../tests/returns/samples.ts';

const SAID = [
  [3, '(mx1|mx2).example.net', 550, '5.7.1', 'Refused as spam. See https://mx.example.net/why'],
  [10, 'aspmx.l.google.com', 421, '4.7.28', 'An unusual rate of unsolicited mail from 192.0.2.1'],
] as const;
const BACK = [
  dsn({ action: 'failed', status: '5.2.2', diagnostic: 'smtp; 552 5.2.2 mailbox full' }),
  dsn({ action: 'failed', status: '5.7.1', diagnostic: 'smtp; 554 5.7.1 on a block list' }),
  arf('abuse'),
  plain('From: Somebody <somebody@isp.example.net>\r\nAuto-Submitted: auto-replied', 'Away.'),
  dsn({ action: 'failed', status: '5.1.1', diagnostic: 'smtp; 550 5.1.1 No such user here' }),
];
const TEXT = 'Your blood pressure is where we want it. Nothing has to change until spring.';

const config = readConfig({ POSTERN_DATA: process.argv[2] ?? '' }, process.getuid?.() === 0);
const foundation = await openFoundation(config, { beside: true });
const { database, pool, keyring, log, now } = foundation;
const [organization] = await listOrganizations(database);
if (organization === undefined) throw new Error('The product has no organization.');
const { id: organizationId, number } = organization;
const keys = await keyring.of(organizationId);

const monotonic = () => performance.now();
const shaper = await openShaper({ database, log, now, monotonic, liveSenders: () => 1 });
for (const [times, site, code, enhanced, text] of SAID) {
  for (let time = 0; time < times; time += 1) shaper.heard(site, { code, enhanced, text });
}
await shaper.flush();
await shaper.close();

const { rows } = await pool.query<{ contactId: string; campaignId: string; campaign: number }>(
  `select s.contact_id as "contactId", c.id as "campaignId", c.number as campaign
   from sends s join campaigns c on c.id = s.campaign_id
   where s.state = 'accepted' order by s.contact_id limit $1`,
  [BACK.length + 1],
);
const [reader, ...others] = rows;
if (reader === undefined) throw new Error('The demonstration has sent nothing.');
const { token } = await depositMessage(database, keys, {
  organizationId,
  campaignId: reader.campaignId,
  contactId: reader.contactId,
  now: now(),
  rendered: {
    subject: 'From your last visit',
    html: `<html><body style="margin: 24px; font: 17px sans-serif"><p>${TEXT}</p></body></html>`,
    text: TEXT,
  },
});
const mail = others.map(({ contactId, campaign }, place) => {
  const to = returnPath(
    keys,
    number,
    { campaignNumber: campaign, contactId },
    'bounces.example.org',
  );
  return (BACK[place] ?? '')
    .replace('Date:', `To: <${to}>\r\nDate:`)
    .replace(/^Message-ID: .*/im, `Message-ID: <${place}@mx.example.net>`);
});
process.stdout.write(JSON.stringify({ token, contactId: reader.contactId, mail }));
await foundation.close();
