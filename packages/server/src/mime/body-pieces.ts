import { type Cut, cutText, type Segments, tidyGap } from '@postern/core/templates';
import { quoted, softly } from './quoted-printable.ts';

/**
 * Writes a part of the body from what stands in its slots: pieces of encoded text that begin on lines
 * of their own, without a break at the end. Joining an array is twice as fast as adding up a string.
 */
export type BodyPart = (values: readonly string[], into: string[]) => void;

/** The statics are encoded once; a value begins and ends with a soft break, so that they stay. */
export function htmlPart({ statics }: Segments): BodyPart {
  const last = statics.length - 1;
  const encoded = statics.map((text, place) =>
    flat(place === last ? quoted(text) : softly(quoted(text))),
  );
  return (values, into) => {
    into.push(encoded[0] ?? '');
    for (let place = 0; place < values.length; place++) {
      into.push(softly(quoted(values[place] ?? '')), encoded[place + 1] ?? '');
    }
  };
}

/**
 * Plain text is tidied as it is joined: white space at the ends of pieces is written only when it is
 * known what stands on both of its sides.
 */
export function textPart({ statics }: Segments): BodyPart {
  const pieces = statics.map((text) => {
    const cut = encodedCut(text);
    return { ...cut, solid: flat(cut.solid) };
  });
  return (values, into) => {
    let gap: string | null = null;
    for (let place = 0; place < pieces.length * 2 - 1; place++) {
      const known = place % 2 === 0 ? pieces[place / 2] : undefined;
      const { lead, solid, trail } = known ?? encodedCut(values[(place - 1) / 2] ?? '');
      if (solid === '') {
        if (gap !== null) gap += lead;
        continue;
      }
      if (gap !== null) into.push(encodedGap(gap + lead));
      into.push(solid);
      gap = trail;
    }
  };
}

/** A text that was added up is a tree of its parts, walked anew whenever it is written. */
function flat(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}

function encodedCut(text: string): Cut {
  const { lead, solid, trail } = cutText(text);
  return { lead, solid: quoted(solid), trail };
}

/** What divides two pieces, with the breaks that let both keep their lines. */
function encodedGap(gap: string): string {
  if (gap === '') return '=\r\n';
  if (gap === ' ') return ' =\r\n';
  const tidy = tidyGap(gap);
  if (tidy.endsWith('\n')) return tidy === '\n' ? '\r\n' : '\r\n\r\n';
  return tidy.startsWith('\n') ? softly(quoted(tidy)) : `=\r\n${softly(quoted(tidy))}`;
}
