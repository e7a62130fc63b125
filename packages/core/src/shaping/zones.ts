const EASTERN = 'America/New_York';
const CENTRAL = 'America/Chicago';
const MOUNTAIN = 'America/Denver';
const PACIFIC = 'America/Los_Angeles';

/** The zone in which most of a state's people live (49 CFR part 71). */
const BY_STATE: Readonly<Record<string, string>> = {
  ...zonesOf('CT DC DE FL GA KY MA MD ME NC NH NJ NY OH PA RI SC VA VT WV', EASTERN),
  ...zonesOf('AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI', CENTRAL),
  ...zonesOf('CO MT NM UT WY', MOUNTAIN),
  ...zonesOf('CA NV OR WA', PACIFIC),
  ...zonesOf('PR VI', 'America/Puerto_Rico'),
  ...zonesOf('GU MP', 'Pacific/Guam'),
  AK: 'America/Anchorage',
  AS: 'Pacific/Pago_Pago',
  AZ: 'America/Phoenix',
  HI: 'Pacific/Honolulu',
  ID: 'America/Boise',
  IN: 'America/Indiana/Indianapolis',
  MI: 'America/Detroit',
};

function zonesOf(states: string, zone: string): Record<string, string> {
  return Object.fromEntries(states.split(' ').map((state) => [state, zone]));
}

/**
 * Beginnings of ZIP codes (first, last, zone) that lie in another zone than most of their state:
 * the Florida panhandle, east Tennessee, west Kentucky, Gary and Evansville, El Paso, the west of
 * the Dakotas and Nebraska, north Idaho, Malheur County.
 */
const SPLIT: readonly (readonly [number, number, string])[] = [
  [324, 325, CENTRAL],
  [373, 374, EASTERN],
  [376, 379, EASTERN],
  [420, 424, CENTRAL],
  [463, 464, CENTRAL],
  [476, 477, CENTRAL],
  [577, 577, MOUNTAIN],
  [586, 586, MOUNTAIN],
  [693, 693, MOUNTAIN],
  [798, 799, MOUNTAIN],
  [835, 835, PACIFIC],
  [838, 838, PACIFIC],
  [979, 979, 'America/Boise'],
];

/** Beginnings of ZIP codes by state, for an address of which only the ZIP code is known. */
const STATE_OF_ZIP: readonly (readonly [number, number, string])[] = [
  [5, 5, 'NY'],
  [6, 9, 'PR'],
  [10, 89, 'MA'],
  [100, 299, 'NY'],
  [300, 319, 'GA'],
  [320, 339, 'FL'],
  [341, 349, 'FL'],
  [350, 369, 'AL'],
  [370, 385, 'TN'],
  [386, 397, 'MS'],
  [398, 399, 'GA'],
  [400, 427, 'KY'],
  [430, 459, 'OH'],
  [460, 479, 'IN'],
  [480, 499, 'MI'],
  [500, 567, 'IA'],
  [570, 588, 'ND'],
  [590, 599, 'MT'],
  [600, 693, 'IL'],
  [700, 799, 'TX'],
  [800, 831, 'CO'],
  [832, 838, 'ID'],
  [840, 847, 'UT'],
  [850, 865, 'AZ'],
  [870, 884, 'NM'],
  [885, 885, 'NM'],
  [889, 898, 'NV'],
  [900, 961, 'CA'],
  [967, 968, 'HI'],
  [969, 969, 'GU'],
  [970, 994, 'WA'],
  [995, 999, 'AK'],
];

/** Every zone that `zoneOf` can answer by itself. */
export const ZONES: readonly string[] = [
  ...new Set([...Object.values(BY_STATE), ...SPLIT.map(([, , zone]) => zone)]),
];

/**
 * The time zone in which somebody lives, from the state ('TX') and the ZIP code ('79901' or
 * '79901-1234'), as far as they are known and say so; `otherwise` when they do not: abroad, with
 * the forces, or a slip.
 */
export function zoneOf(state: string | null, zip: string | null, otherwise: string): string {
  const prefix = /^\d{5}(?:-?\d{4})?$/u.test(zip ?? '') ? Number(zip?.slice(0, 3)) : null;
  const word = state?.trim().toUpperCase() ?? '';
  const own = Object.hasOwn(BY_STATE, word) ? BY_STATE[word] : undefined;
  if (prefix === null) return own ?? otherwise;
  const split = within(SPLIT, prefix);
  const byZip = split ?? BY_STATE[within(STATE_OF_ZIP, prefix) ?? ''];
  // a state that is named and unknown is abroad, or with the forces
  if (word !== '' && own === undefined) return otherwise;
  return split ?? own ?? byZip ?? otherwise;
}

function within(ranges: readonly (readonly [number, number, string])[], prefix: number) {
  return ranges.find(([first, last]) => prefix >= first && prefix <= last)?.[2];
}
