import type { FastifyRequest } from 'fastify';
import { type Chosen, isKind, type Place } from '../preferences/index.ts';
import { field, fields, formGuard } from './form-token.ts';
import { isChannel, isPeriod } from './preferences-html.ts';

export const preferenceForms = formGuard({ cookie: 'postern_preferences_form', path: '/p/' });

const MOST = /^([1-9]\d?)-([a-z]+)$/;
/** A language tag of two or three letters: RFC 5646 section 2.2.1. */
const LANGUAGE = /^[a-z]{2,3}$/;

/**
 * What was changed on the page against how it stood when it was shown; null for a form that was not
 * ours.
 */
export function readChosen(request: FastifyRequest): Chosen | null {
  const was = new Set(fields(request, 'was'));
  const now = new Set(fields(request, 'in'));
  const joined = placesOf(now.difference(was));
  const left = placesOf(was.difference(now));
  if (joined === null || left === null) return null;
  /** Null: it is as it was, or was not asked. */
  const changed = (name: string) => {
    const [value] = fields(request, name);
    return value === undefined || value === field(request, `was-${name}`) ? null : value;
  };
  const [often, channel, language] = [
    changed('frequency'),
    changed('channel'),
    changed('language'),
  ];
  const frequency = often === null ? undefined : frequencyOf(often);
  if (often !== null && frequency === undefined) return null;
  if (channel !== null && !isChannel(channel)) return null;
  if (language !== null && !LANGUAGE.test(language)) return null;
  return {
    joined,
    left,
    ...(frequency !== undefined && { frequency }),
    ...(channel !== null && { channel }),
    ...(language !== null && { language }),
  };
}

function placesOf(keys: ReadonlySet<string>): readonly Place[] | null {
  const places: Place[] = [];
  for (const key of keys) {
    const [what = '', which = ''] = key.split(':');
    if (what === 'kind' && isKind(which)) places.push({ kind: which });
    else if (what === 'topic') places.push({ topicId: which });
    else return null;
  }
  return places;
}

/** Null: as often as the sender does. Missing: not one of the answers. */
function frequencyOf(key: string): Chosen['frequency'] | undefined {
  if (key === '') return null;
  const [, most = '', period = ''] = MOST.exec(key) ?? [];
  return isPeriod(period) ? { most: Number(most), period } : undefined;
}
