import type { FormPlace } from './fault.ts';
import type { AuthorizationForm } from './form.ts';

/** Every text of the form that its signer reads, with its place, in reading order. */
export function textsOf(form: AuthorizationForm): readonly (readonly [FormPlace, string])[] {
  const { statements, testimonial, expiry } = form;
  return [
    ['title', form.title],
    ['introduction', form.introduction],
    ['information', form.information],
    ['discloser', form.discloser],
    ['receiver', form.receiver],
    ['purpose', form.purpose],
    ...(testimonial
      ? ([
          ['testimonial.channels', testimonial.channels.join(', ')],
          ['testimonial.platforms', testimonial.platforms.join(', ')],
          ['testimonial.removal', testimonial.removal],
        ] as const)
      : []),
    ['expiry', expiry?.kind === 'event' ? expiry.name : ''],
    ['statements.remuneration', statements.remuneration],
    ['statements.sale', statements.sale],
    ['statements.fundraising', statements.fundraising],
    ['statements.revocation', statements.revocation],
    ['statements.noConditioning', statements.noConditioning],
    ['statements.redisclosure', statements.redisclosure],
    ['statements.copy', statements.copy],
  ];
}

/** What a starting text leaves to be filled in: "[name of the company]". */
export const OPEN = /\[[^\]]+\]/u;
