import type { FastifyRequest } from 'fastify';
import { field, formGuard, publicCookie } from './form-token.ts';
import type { Typed } from './portal-html.ts';

/** For who has identified themself. */
export const READER_COOKIE = 'postern_pickup';
const PATH = '/m/';

/** Only for the pages of pick-up, and never sent along by another site. */
export const cookieOptions = (request: FastifyRequest, maxAge: number) =>
  publicCookie(request, { path: PATH, maxAge });

export const portalForms = formGuard({ cookie: 'postern_pickup_form', path: PATH });

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
