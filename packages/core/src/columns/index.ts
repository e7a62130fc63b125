export { type Bits, countBits, hasBit, noBits, noBitsFor, setBit, slotsIn } from './bits.ts';
export {
  type Cell,
  type Column,
  type ColumnKind,
  ID_BYTES,
  NO_DAY,
  PAGE_CONTACTS,
} from './column.ts';
export { decodeColumn } from './decode.ts';
export { type CellChanges, changedColumn, slotsOf } from './encode.ts';
