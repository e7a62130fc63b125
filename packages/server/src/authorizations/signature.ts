import type { Day } from '@postern/core/values';

/** How somebody signed, as it came from the page. */
export interface GivenSignature {
  /** The typed signature: the signer's own name. */
  readonly name: string;
  /** Strokes of a drawn one, "x,y x,y;x,y x,y" in a field of 600 by 200; null where nothing was drawn. */
  readonly drawn: string | null;
  /** 'YYYY-MM-DD'; empty where no day was given. */
  readonly signedOn: string;
  /** What a representative may do for the person; null where the person signs. */
  readonly authority: string | null;
}

export type SignatureField = 'name' | 'day' | 'authority';
export const DRAWING = { width: 600, height: 200, most: 60_000 } as const;
export const NAME_LENGTH = 200;
export const AUTHORITY_LENGTH = 500;

/**
 * A line break, another control character, or a turn of the direction of writing: with one of them
 * what was typed could stand in the file as if the file said it.
 */
const DISGUISED = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
/** Spaces, also those of no width, and dots say nothing that could be read in the file. */
const saysNothing = (words: string) => !/\p{L}/u.test(words);
const ONE_LINE = 'Type it on one line, in letters alone';

/**
 * What is missing of a signature, in a sentence a field: 45 CFR 164.508(c)(1)(vi) asks for signature
 * and date, and for a description of a representative's authority.
 */
export function signatureFaults(
  { name, signedOn, authority }: GivenSignature,
  now: Date,
): Readonly<Partial<Record<SignatureField, string>>> {
  return {
    ...(saysNothing(name) && { name: 'Type your name: that is your signature' }),
    ...(name.length > NAME_LENGTH && { name: `Type at most ${NAME_LENGTH} characters` }),
    ...(DISGUISED.test(name) && { name: ONE_LINE }),
    ...(!isToday(signedOn, now) && {
      day: 'Enter today’s date: you sign on the day on which you press the button',
    }),
    ...(authority !== null &&
      saysNothing(authority) && {
        authority:
          'Say what allows you to sign for this person, for example “parent” or “guardian”',
      }),
    ...(authority !== null &&
      authority.length > AUTHORITY_LENGTH && {
        authority: `Type at most ${AUTHORITY_LENGTH} characters`,
      }),
    ...(authority !== null && DISGUISED.test(authority) && { authority: ONE_LINE }),
  };
}

/** Whether it is this day now anywhere on earth: nobody knows the signer's clock. */
function isToday(day: string, now: Date): day is Day {
  const dayAt = (hours: number) =>
    new Date(now.getTime() + hours * 3_600_000).toISOString().slice(0, 10);
  // by its letters: on the last of a month "the 99th" lies between it and the first of the next
  return [-12, 0, 12, 14].some((hours) => dayAt(hours) === day);
}

/** The strokes of a drawing, each a list of points within its field; null when they cannot be read. */
export function strokesOf(
  drawn: string,
): readonly (readonly (readonly [number, number])[])[] | null {
  if (drawn.length > DRAWING.most || !/^[\d,; ]+$/.test(drawn)) return null;
  const strokes = drawn.split(';').map((stroke) =>
    stroke
      .trim()
      .split(' ')
      .map((point) => point.split(',').map(Number) as [number, number]),
  );
  const fits = strokes.every((stroke) =>
    stroke.every(
      (point) =>
        point.length === 2 &&
        point[0] <= DRAWING.width &&
        point[1] <= DRAWING.height &&
        point.every(Number.isFinite),
    ),
  );
  return fits ? strokes : null;
}
