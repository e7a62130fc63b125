import { isDay } from '../values/index.ts';
import type { AuthorizationForm } from './form.ts';

/** What stands on the paper, as its signer reads it. */
export interface Wording {
  readonly title: string;
  /** A language tag. */
  readonly language: string;
  readonly introduction: string;
  readonly sections: readonly { readonly heading: string; readonly texts: readonly string[] }[];
}

/**
 * The whole text of a form in reading order: the core elements, then the statements that they need
 * (45 CFR 164.508(c)(1) and (2)). The page, the file and the record of what was shown all say this.
 * Headings are in English or Spanish; of a form in another language, in English.
 */
export function wordingOf(form: AuthorizationForm): Wording {
  const { statements, testimonial } = form;
  const w = form.language.toLowerCase().split('-')[0] === 'es' ? SPANISH : ENGLISH;
  const sections = [
    { heading: w.information, texts: [form.information] },
    { heading: w.discloser, texts: [form.discloser] },
    { heading: w.receiver, texts: [form.receiver] },
    { heading: w.purpose, texts: [form.purpose] },
    ...(testimonial
      ? [
          {
            heading: w.testimonial,
            texts: [
              [...testimonial.channels, ...testimonial.platforms].join(', '),
              w.months(testimonial.months),
              testimonial.removal,
            ],
          },
        ]
      : []),
    { heading: w.expiry, texts: [expiryWords(form, w)] },
    { heading: w.payment, texts: [statements.remuneration, statements.sale] },
    {
      heading: w.rights,
      texts: [
        statements.revocation,
        statements.noConditioning,
        statements.redisclosure,
        statements.fundraising,
        statements.copy,
      ],
    },
  ].map(({ heading, texts }) => ({ heading, texts: texts.filter((text) => text.trim() !== '') }));
  return {
    title: form.title,
    language: form.language,
    introduction: form.introduction,
    sections: sections.filter(({ texts }) => texts.length > 0),
  };
}

/** The same as plain text: what is kept as shown, and what the hash in a signed file is of. */
export function plainWording(form: AuthorizationForm): string {
  const { title, introduction, sections } = wordingOf(form);
  const parts = sections.map(({ heading, texts }) => [heading, ...texts].join('\n'));
  return [title, introduction, ...parts].filter((part) => part.trim() !== '').join('\n\n');
}

function expiryWords({ expiry }: AuthorizationForm, w: Words): string {
  if (expiry === null) return '';
  switch (expiry.kind) {
    case 'date':
      // a draft may hold a day that is not written to its end
      return isDay(expiry.on) ? w.ends(new Date(`${expiry.on}T00:00:00Z`)) : '';
    case 'after':
      return w.endsAfter(expiry.months);
    case 'event':
      return expiry.name.trim() === '' ? '' : w.endsWith(expiry.name);
  }
}

const dayIn = (locale: string, day: Date) =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(day);

const ENGLISH = {
  information: 'Which information',
  discloser: 'Who may use it or give it out',
  receiver: 'Who may receive it',
  purpose: 'What for',
  testimonial: 'Where your story may be shown',
  months: (months: number) => `For ${months} ${months === 1 ? 'month' : 'months'}.`,
  expiry: 'When it ends',
  ends: (day: Date) => `It ends on ${dayIn('en-US', day)}.`,
  endsAfter: (months: number) =>
    `It ends ${months} ${months === 1 ? 'month' : 'months'} after the day on which you sign it.`,
  endsWith: (name: string) => `It ends when this happens: ${name}`,
  payment: 'Who is paid',
  rights: 'Your rights',
};
type Words = typeof ENGLISH;

const SPANISH: Words = {
  information: 'Qué información',
  discloser: 'Quién puede usarla o darla a conocer',
  receiver: 'Quién puede recibirla',
  purpose: 'Para qué',
  testimonial: 'Dónde se puede mostrar su historia',
  months: (months) => `Durante ${months} ${months === 1 ? 'mes' : 'meses'}.`,
  expiry: 'Cuándo termina',
  ends: (day) => `Termina el ${dayIn('es-US', day)}.`,
  endsAfter: (months) =>
    `Termina ${months} ${months === 1 ? 'mes' : 'meses'} después del día en que usted firma.`,
  endsWith: (name) => `Termina cuando ocurra lo siguiente: ${name}`,
  payment: 'A quién se le paga',
  rights: 'Sus derechos',
};
