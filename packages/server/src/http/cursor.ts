import { ApiProblem } from './problem.ts';

/** An opaque cursor: the place after which the next page begins. */
export function encodeCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** What `encodeCursor` made; undefined for the first page. A forged one is refused. */
export function decodeCursor<T>(cursor: string | undefined, fits: (place: unknown) => place is T) {
  if (cursor === undefined) return undefined;
  let place: unknown;
  try {
    place = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    place = undefined;
  }
  if (!fits(place))
    throw new ApiProblem('invalid_request', 'cursor: expected the nextCursor of the page before.');
  return place;
}

export const isNumber = (place: unknown): place is number => Number.isSafeInteger(place);

export const badCursor = () =>
  new ApiProblem('invalid_request', 'cursor: expected the nextCursor of the page before.');

export const isUuid = (place: unknown): place is string =>
  typeof place === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(place);
