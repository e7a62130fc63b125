import { describe, expect, it } from 'vitest';
import { PORTAL_DEFAULTS } from '../organizations/index.ts';
import { codeNotice, noticeFor } from './notice.ts';

const TOKEN = 'tOkEn-_42';
const notice = noticeFor(PORTAL_DEFAULTS, 'https://mail.example.org', TOKEN);

describe('a notice', () => {
  it('has always the same subject, and the link once in each part', () => {
    expect(notice.subject).toBe('A message is waiting for you');
    const link = `https://mail.example.org/m/${TOKEN}`;
    expect(notice.text.split(link)).toHaveLength(2);
    expect(notice.html).toContain(`href="${link}"`);
  });

  it('says that it asks who one is, and until when it can be read', () => {
    expect(notice.text).toContain('birth date');
    expect(notice.text).toContain('for 30 days');
    const until = new Date('2027-01-05T23:00:00Z');
    const dated = noticeFor(PORTAL_DEFAULTS, 'https://mail.example.org', TOKEN, until);
    expect(dated.text).toContain('until January 5, 2027');
    // at 20:11 of the 4th in Portland
    const early = new Date('2027-01-05T04:11:00Z');
    const west = noticeFor(PORTAL_DEFAULTS, 'https://mail.example.org', TOKEN, early);
    expect(west.text).toContain('until January 4, 2027');
  });

  it('takes nothing but the neutral name, the term, the address and the link', () => {
    const settings = { ...PORTAL_DEFAULTS, name: 'Zyx Oncology', fromName: 'Zyx Oncology' };
    const other = noticeFor(settings, 'https://mail.example.org', TOKEN);
    expect(other).toEqual(notice);
  });

  it('loads nothing and runs nothing', () => {
    for (const { html } of [notice, codeNotice(PORTAL_DEFAULTS, '01234567')]) {
      expect(html).not.toMatch(/<img|<script|<link|url\(|src=/i);
      expect(html).toContain('<html lang="en">');
    }
  });

  it('shows a sender’s name as text, whatever is in it', () => {
    const odd = noticeFor(
      { ...PORTAL_DEFAULTS, senderName: '<b>"A" & B</b>' },
      'https://a.test',
      'x',
    );
    expect(odd.html).toContain('&lt;b&gt;&quot;A&quot; &amp; B&lt;/b&gt;');
  });
});

it('a code is shown in two groups of four, and nothing of it in the subject', () => {
  const mail = codeNotice(PORTAL_DEFAULTS, '01234567');
  expect(mail.text).toContain('0123 4567');
  expect(mail.subject).not.toMatch(/\d/);
});
