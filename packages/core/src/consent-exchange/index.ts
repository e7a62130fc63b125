export * from './columns.ts';
export { type ConsentRow, EVENTS, type ReadRow, readRow } from './read-row.ts';
export { type RowPerson, rowOf } from './row-of.ts';
export { dayWritten, mayLoosen, type RowTime, readTime, timeOf } from './row-time.ts';
export * from './suppression-row.ts';
