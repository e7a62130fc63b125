import { generateKeyPairSync } from 'node:crypto';
import { type Communication, decide, Permit } from '@postern/core/gate';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { COMMUNICATION } from '../../../../tests/support/sending-world.ts';
import { organizationKeys } from '../keys/index.ts';
import { compose, offersUnsubscribe } from './compose.ts';

const keys = organizationKeys('0190b6a0-0000-7000-8000-000000000001', Buffer.alloc(32, 7));
const dkim = {
  domain: 'mail.example.org',
  selector: 'postern1',
  privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
};

function permitFor(address: string): Permit {
  const answer = decide(
    {
      sender: {
        kind: 'provider',
        part2Program: false,
        noticeCoversUse: true,
        noticeCoversFundraising: true,
      },
      communication: COMMUNICATION,
      recipient: {
        state: null,
        optOuts: [],
        restriction: null,
        confidentialCommunication: null,
        parentOfConsentingMinor: false,
        deceased: false,
        authorizations: [],
      },
      now: '2026-03-01T12:00:00Z',
      message: { contactId: '0190b6a0-0000-7000-8000-000000000002', address, attributes: {} },
    },
    'law',
  );
  if (!Permit.is(answer)) throw new Error(answer.reason);
  return answer;
}

const composed = (over: Partial<Parameters<typeof compose>[0]> = {}) =>
  compose(
    {
      rendered: { subject: 'Grüße 👋', preheader: '', html: '<p>.dot\n.dot</p>', text: '.dot\n' },
      permit: permitFor('ana@example.org'),
      campaignId: '0190b6a0-0000-7000-8000-000000000003',
      date: new Date('2026-03-01T12:00:00Z'),
      fromName: 'Riverside, "Family" Health',
      fromAddress: 'care@mail.example.org',
      toName: 'Öz, Zoë',
      unsubscribeUrl: `https://mail.example.org/u/${'x'.repeat(86)}`,
      ...over,
    },
    keys,
    dkim,
  );

describe('a message', () => {
  it('is the same bytes whenever it is made again', async () => {
    expect((await composed()).source.equals((await composed()).source)).toBe(true);
  });

  it('says who it is from, to, about and when, whatever the names hold', async () => {
    const { source, messageId } = await composed();
    const parsed = await PostalMime.parse(source);
    expect(parsed).toMatchObject({
      from: { name: 'Riverside, "Family" Health', address: 'care@mail.example.org' },
      to: [{ name: 'Öz, Zoë', address: 'ana@example.org' }],
      subject: 'Grüße 👋',
      date: '2026-03-01T12:00:00.000Z',
      messageId,
    });
    expect(parsed.text?.trim()).toBe('.dot');
    expect(parsed.html?.trim()).toBe('<p>.dot\n.dot</p>');
    const { headers } = parsed;
    const names = headers.map((header) => header.key);
    expect(new Set(names).size).toBe(names.length);
    expect(names.toSorted()).toEqual([
      ...['content-type', 'date', 'dkim-signature', 'from', 'list-unsubscribe'],
      ...['list-unsubscribe-post', 'message-id', 'mime-version', 'subject', 'to'],
    ]);
  });

  it('has an opaque Message-ID at the sending domain, one for each campaign and contact', async () => {
    const { messageId } = await composed();
    expect(messageId).toMatch(/^<[0-9a-f]{40}@mail\.example\.org>$/);
    const other = await composed({ campaignId: '0190b6a0-0000-7000-8000-000000000004' });
    expect(other.messageId).not.toBe(messageId);
  });

  it.each(['A\r\nBcc: evil@example.org', 'A\nX: y', 'a <b@example.org>,'])(
    'gets no header of its own from a name: %j',
    async (name) => {
      const { source } = await composed({ toName: name, fromName: name });
      const parsed = await PostalMime.parse(source);
      expect(parsed.headers.map((header) => header.key)).not.toEqual(
        expect.arrayContaining(['bcc']),
      );
      expect(parsed.to?.map((one) => one.address)).toEqual(['ana@example.org']);
      expect(parsed.from?.address).toBe('care@mail.example.org');
      expect(parsed.headers.some((header) => header.key === 'x')).toBe(false);
    },
  );

  it('to an internationalised domain is addressed in its ASCII form', async () => {
    const { to } = await composed({ permit: permitFor('ana@bücher.example.org') });
    expect(to).toBe('ana@xn--bcher-kva.example.org');
  });

  it('without a way out names none', async () => {
    const { source } = await composed({ unsubscribeUrl: null });
    expect(source.toString()).not.toMatch(/^list-unsubscribe/im);
  });
});

describe('a way out by one click', () => {
  const about = (change: Partial<Communication>) => ({ ...COMMUNICATION, ...change });
  it.each([
    [{ commercial: true }, 'transactional', true],
    [{ commercial: false, category: 'fundraising' }, 'transactional', true],
    [{ commercial: false, category: 'health_promotion' }, 'marketing', true],
    [{ commercial: false, category: 'treatment' }, 'transactional', false],
  ] as const)('is offered by %j on the %s stream: %s', (change, stream, offered) => {
    expect(offersUnsubscribe(about(change), stream)).toBe(offered);
  });
});
