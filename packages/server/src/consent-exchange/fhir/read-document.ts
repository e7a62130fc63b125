import {
  AUTHORIZATION_KINDS,
  type AuthorizationDocument,
  CATEGORIES,
  COMBINATIONS,
  type Expiry,
  REVEALING,
} from '@postern/core/gate';
import { isDay } from '@postern/core/values';
import { DOCUMENT, SAID } from './codes.ts';
import { at, items, type Note, type Place } from './json-reader.ts';

const PARTS: readonly string[] = [
  'kind',
  'category',
  'informationScope',
  ...SAID,
  'combinedWith',
  'signedOn',
  'expiryDate',
  'expiryNone',
  'expiryEvent',
  'expiryOccurred',
  'revokedAt',
];

/**
 * The document of an authorization, from our extension. Without that it is refused: FHIR has no place
 * for the elements of 45 CFR 164.508(c), and what is not known to be stated is not stated.
 */
export function readFhirDocument(
  consent: Place,
  id: string,
  note: Note,
): AuthorizationDocument | null {
  const own = items(at(consent, 'extension')).filter((one) => at(one, 'url').value === DOCUMENT);
  const [extension] = own;
  if (extension === undefined || own.length > 1) {
    const expected = `one extension ${DOCUMENT} with the elements of 45 CFR 164.508(c)`;
    return note(at(consent, 'extension'), expected);
  }
  const parts = new Map<string, Place[]>();
  for (const part of items(at(extension, 'extension'))) {
    const url = at(part, 'url').value;
    if (typeof url !== 'string' || !PARTS.includes(url)) {
      note(at(part, 'url'), `one of: ${PARTS.join(', ')}`);
    } else parts.set(url, [...(parts.get(url) ?? []), part]);
  }
  const missing = (url: string, expected: string) =>
    note({ path: `${extension.path}.extension(${url})`, value: undefined }, expected);
  const single = (url: string) => {
    const [first, second] = parts.get(url) ?? [];
    if (second) note(second, `one ${url} alone`);
    return first;
  };
  const words = <const W extends string>(url: string, known: readonly W[]): readonly W[] => {
    const found = (parts.get(url) ?? []).flatMap((part): W[] => {
      const value = at(part, 'valueCode');
      const word = known.find((one) => one === value.value);
      if (word === undefined) note(value, `one of: ${known.join(', ')}`);
      return word === undefined ? [] : [word];
    });
    if (!parts.has(url)) missing(url, `one of: ${known.join(', ')}`);
    return known.filter((word) => found.includes(word));
  };
  const word = <const W extends string>(url: string, known: readonly W[]): W | null => {
    single(url);
    return words(url, known)[0] ?? null;
  };
  const day = (url: string): string | null => {
    const part = single(url);
    if (!part) return null;
    const { value } = at(part, 'valueDate');
    return typeof value === 'string' && isDay(value) ? value : note(at(part, 'valueDate'), 'a day');
  };
  const said = Object.fromEntries(
    SAID.map((url) => {
      const part = single(url);
      const value = part && at(part, 'valueBoolean');
      if (!value) missing(url, 'true or false');
      else if (typeof value.value !== 'boolean') note(value, 'true or false');
      return [url, value?.value === true];
    }),
  ) as Record<(typeof SAID)[number], boolean>;

  const categories = words('category', ['all', ...CATEGORIES]);
  const combined = word('combinedWith', ['none', ...COMBINATIONS]);
  const name = single('expiryEvent');
  return {
    ...said,
    id,
    kinds: words('kind', AUTHORIZATION_KINDS),
    categories: categories.includes('all')
      ? null
      : CATEGORIES.filter((category) => categories.includes(category)),
    informationScope: word('informationScope', REVEALING) ?? 'none',
    expiry: expiryOf(name, {
      on: day('expiryDate'),
      occurredOn: day('expiryOccurred'),
      none: single('expiryNone') !== undefined,
      note,
    }),
    signedOn: day('signedOn'),
    combinedWith: combined === 'none' ? null : combined,
    revokedAt: null,
  };
}

function expiryOf(
  name: Place | undefined,
  {
    on,
    occurredOn,
    none,
    note,
  }: {
    readonly on: string | null;
    readonly occurredOn: string | null;
    readonly none: boolean;
    readonly note: Note;
  },
): Expiry | null {
  if (name !== undefined) {
    const value = at(name, 'valueString');
    if (on !== null || none) note(name, 'one end alone');
    if (typeof value.value !== 'string' || value.value.trim() === '') {
      return note(value, 'the name of the event');
    }
    return { kind: 'event', name: value.value, occurredOn };
  }
  if (on !== null) return { kind: 'date', on };
  return none ? { kind: 'none' } : null;
}
