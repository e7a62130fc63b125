/** The first byte of a stored column: the kind, and how wide its numbers are. */
export const FORMATS = {
  flag: 1,
  number: 2,
  day: 3,
  one16: 4,
  one32: 5,
  list16: 6,
  list32: 7,
  id: 8,
} as const;

/** The dictionary's numbers above this need 32 bits. */
export const WIDEST_16 = 65_535;
