import { type Cut, cutText, type Segments, tidyGap } from '@postern/core/templates';
import { quoted, softly } from './quoted-printable.ts';
import type { Sheet } from './sheet.ts';

/**
 * Writes a part of the body from what stands in its slots: pieces of encoded text that begin on lines
 * of their own, without a break at the end.
 */
export type BodyPart = (values: readonly string[]) => void;

const SOFT_BREAK = '=\r\n';

/** The statics are encoded once; a value begins and ends with a soft break, so that they stay. */
export function htmlPart({ statics }: Segments, sheet: Sheet): BodyPart {
  const last = statics.length - 1;
  const encoded = statics.map((text, place) =>
    place === last ? quoted(text) : softly(quoted(text)),
  );
  const alone = encoded.map(octets);
  const behind = encoded.map((text) => octets(`${SOFT_BREAK}${text}`));
  return (values) => {
    sheet.copy(alone[0] ?? NOTHING);
    for (let place = 0; place < values.length; place++) {
      const value = quoted(values[place] ?? '');
      sheet.signs(value);
      const begun = value !== '' && !value.endsWith('\n');
      sheet.copy((begun ? behind : alone)[place + 1] ?? NOTHING);
    }
  };
}

/**
 * Plain text is tidied as it is joined: white space at the ends of pieces is written only when it is
 * known what stands on both of its sides.
 */
export function textPart({ statics }: Segments, sheet: Sheet): BodyPart {
  const pieces = statics.map((text) => {
    const cut = encodedCut(text);
    const { lead, solid } = cut;
    // behind a value that ends with a sign, as most do
    return { ...cut, alone: octets(solid), behind: octets(`${encodedGap(lead)}${solid}`) };
  });
  return (values) => {
    let gap: string | null = null;
    for (let place = 0; place < pieces.length * 2 - 1; place++) {
      const known = place % 2 === 0 ? pieces[place / 2] : undefined;
      const { lead, solid, trail } = known ?? encodedCut(values[(place - 1) / 2] ?? '');
      if (solid === '') {
        if (gap !== null) gap += lead;
        continue;
      }
      if (known !== undefined && gap === '') sheet.copy(known.behind);
      else {
        const between = gap === null ? '' : encodedGap(gap + lead);
        if (known === undefined) sheet.signs(`${between}${solid}`);
        else {
          sheet.signs(between);
          sheet.copy(known.alone);
        }
      }
      gap = trail;
    }
  };
}

const NOTHING = Buffer.alloc(0);
const octets = (encoded: string) => Buffer.from(encoded, 'latin1');

function encodedCut(text: string): Cut {
  const { lead, solid, trail } = cutText(text);
  return { lead, solid: quoted(solid), trail };
}

/** What divides two pieces, with the breaks that let both keep their lines. */
function encodedGap(gap: string): string {
  if (gap === '') return SOFT_BREAK;
  if (gap === ' ') return ` ${SOFT_BREAK}`;
  const tidy = tidyGap(gap);
  if (tidy.endsWith('\n')) return tidy === '\n' ? '\r\n' : '\r\n\r\n';
  return tidy.startsWith('\n') ? softly(quoted(tidy)) : `${SOFT_BREAK}${softly(quoted(tidy))}`;
}
