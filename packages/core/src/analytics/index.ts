export { type Figure, SMALL, shown, shownParts, shownWithin } from './shown.ts';
