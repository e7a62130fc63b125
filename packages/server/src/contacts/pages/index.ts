export { findNumbers, type NumberOf, type WantedForms } from './dictionary.ts';
export { FirstValues } from './first-values.ts';
export { IDS, type Page, readPages, STANDING } from './read-pages.ts';
export { newShelf, type Shelf } from './shelf.ts';
export { takePlaces } from './take-places.ts';
export { type ValuesChange, writeValues } from './write-values.ts';
