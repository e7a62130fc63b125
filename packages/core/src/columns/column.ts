/**
 * Values of many contacts side by side: one attribute of one page of contacts, so that a question
 * about an attribute reads that attribute alone. A contact stands in the same slot of every page.
 */

/** Contacts of a page. A page of float64 is just below 8 KB, the size of PostgreSQL's own pages. */
export const PAGE_CONTACTS = 1_000;

/**
 * What one contact's cell holds: a flag as boolean; a number; a day as `dayNumber` counts; a text or
 * a code as its number in the dictionary, 1 or more; a list as such numbers; an id as 16 bytes, which are
 * not all 0. Null: not known.
 */
export type Cell = boolean | number | readonly number[] | Uint8Array | null;

export type Column =
  /** 0 not known, 1 false, 2 true. */
  | { readonly kind: 'flag'; readonly values: Uint8Array }
  /** NaN: not known. */
  | { readonly kind: 'number'; readonly values: Float64Array }
  /** `NO_DAY`: not known. */
  | { readonly kind: 'day'; readonly values: Int32Array }
  /** 16 bytes a slot; all 0: not known. */
  | { readonly kind: 'id'; readonly values: Uint8Array }
  /** 0: not known. */
  | { readonly kind: 'one'; readonly values: Uint16Array | Uint32Array }
  /** Slot i has `counts[i]` of the values, behind those of the slots before it; none: not known. */
  | {
      readonly kind: 'list';
      readonly counts: Uint16Array;
      readonly values: Uint16Array | Uint32Array;
    };

export type ColumnKind = Column['kind'];

export const ID_BYTES = 16;

export const NO_DAY = -(2 ** 31);
