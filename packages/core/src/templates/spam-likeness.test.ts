import { describe, expect, it } from 'vitest';
import { spamLikeness } from './spam-likeness.ts';

const WORDS = 'We have new hours from May on, so that you can come before work too.';
const mjml = (body: string) =>
  `<mjml><mj-head><mj-title>TITLE!!!</mj-title><mj-style>a { color: red!important }</mj-style></mj-head><mj-body><mj-section><mj-column>${body}</mj-column></mj-section></mj-body></mjml>`;
const looked = (body: string, subject = 'New hours', htmlBytes: number | null = 15_000) =>
  spamLikeness({ subject, mjml: mjml(body), htmlBytes });
const text = (inner: string) => `<mj-text>${inner}</mj-text>`;

describe('a message that looks like spam', () => {
  it('is not one that speaks calmly', () => {
    const link = '<a href="https://www.example.org/visit">www.example.org</a>';
    expect(looked(`<mj-image src="x" />${text(`${WORDS} See you! ${link}`)}`)).toEqual([]);
    expect(looked(text(`<!-- !!! -->${WORDS}`), 'HIPAA: {{ given_name }}, your rights')).toEqual(
      [],
    );
  });

  it.each([
    ['capitals', text(WORDS), 'LAST CHANCE {{ given_name }}'],
    ['exclamation', text(WORDS), 'Come! Now!'],
    ['exclamation', text(`${WORDS} Free!!`), 'New hours'],
    ['image alone', '<mj-image src="https://www.example.org/a.png" alt="" />', 'New hours'],
    ['hardly any text', text('Hi'), 'New hours'],
    [
      'phishing',
      text(`${WORDS} <a href="https://example.net/x">https://www.example.org/login</a>`),
      'New hours',
    ],
    [
      'phishing',
      `${text(WORDS)}<mj-button href="https://example.net">example.org</mj-button>`,
      'Hi',
    ],
    ['hides where it leads', text(`${WORDS} <a href="https://bit.ly/x">Book</a>`), 'New hours'],
  ])('is told why: %s', (reason, body, subject) => {
    expect(looked(body, subject)).toEqual([expect.stringContaining(reason)]);
  });

  it('is told when it will be cut off', () => {
    expect(looked(text(WORDS), 'New hours', 102 * 1024)).toEqual([]);
    expect(looked(text(WORDS), 'New hours', 120 * 1024)).toEqual([
      expect.stringContaining('120 KB'),
    ]);
  });

  it('is told once of a link that it has twice', () => {
    const link = '<a href="https://bit.ly/x">Book</a>';
    expect(looked(text(`${WORDS} ${link} ${link}`))).toHaveLength(1);
  });

  it('may show a part of the domain that it leads to', () => {
    const link = (shown: string) =>
      text(`${WORDS} <a href="https://www.example.org/a?b">${shown}</a>`);
    expect(looked(link('example.org'))).toEqual([]);
    expect(looked(link('the visit of 3.5 hours'))).toEqual([]);
    expect(looked(link('example.com'))).toHaveLength(1);
  });
});
