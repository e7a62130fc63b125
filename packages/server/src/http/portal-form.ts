import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Typed } from './portal-html.ts';
import type { Services } from './services.ts';

/** For who has identified themself. */
export const READER_COOKIE = 'postern_pickup';
const FORM_COOKIE = 'postern_pickup_form';
const FORM_SECONDS = 3600;

/** Only for the pages of pick-up, and never sent along by another site. */
export const cookieOptions = (request: FastifyRequest, { config }: Services, maxAge: number) => ({
  path: '/m/',
  httpOnly: true,
  sameSite: 'strict' as const,
  secure: request.protocol === 'https' || (config.publicUrl ?? '').startsWith('https:'),
  maxAge,
});

/** What a form of this page has to bring back: bound to a cookie and to the page's address. */
export function formTokenFor(
  request: FastifyRequest,
  reply: FastifyReply,
  services: Services,
  token: string,
): string {
  const known = request.cookies[FORM_COOKIE];
  const secret = known && /^[\w-]{43}$/.test(known) ? known : randomBytes(32).toString('base64url');
  void reply.setCookie(FORM_COOKIE, secret, cookieOptions(request, services, FORM_SECONDS));
  return bound(secret, token);
}

/** Whether the form was one of ours, shown to this very browser. */
export function isOurForm(request: FastifyRequest, token: string, given: string): boolean {
  const secret = request.cookies[FORM_COOKIE];
  if (secret === undefined) return false;
  const expected = Buffer.from(bound(secret, token));
  const found = Buffer.from(given);
  return expected.length === found.length && timingSafeEqual(expected, found);
}

function bound(secret: string, token: string): string {
  return createHash('sha256').update(`${secret}\0${token}`).digest('base64url');
}

/** A field of the form; empty when it did not come. */
export function field(request: FastifyRequest, name: string): string {
  const { body } = request;
  return body instanceof URLSearchParams ? (body.get(name) ?? '') : '';
}

/** The birth date and the word, or what is missing of them. No word about what is on file. */
export function readShown(
  request: FastifyRequest,
  now: Date,
): { readonly birthDate: string; readonly word: string; readonly typed: Typed } {
  const [month, day, year] = ['month', 'day', 'year'].map((name) =>
    field(request, name).trim(),
  ) as [string, string, string];
  const word = field(request, 'word').trim();
  const birthDate = dayOf(year, month, day, now);
  const errors = {
    ...(birthDate === null && {
      date: 'Enter your birth date as month, day and year in figures, for example 3 14 1980',
    }),
    ...(word === '' && {
      word: 'Enter the code that was mailed to you, or the word that you agreed',
    }),
  };
  return { birthDate: birthDate ?? '', word, typed: { month, day, year, errors } };
}

/** 'YYYY-MM-DD' of a day that exists and is over; null otherwise. */
function dayOf(year: string, month: string, day: string, now: Date): string | null {
  if (!/^\d{4}$/.test(year) || !/^\d{1,2}$/.test(month) || !/^\d{1,2}$/.test(day)) return null;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(time) || time > now.getTime()) return null;
  return new Date(time).toISOString().startsWith(text) ? text : null;
}
