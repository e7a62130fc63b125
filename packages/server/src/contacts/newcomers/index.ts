export { type Newcomer, Newcomers } from './newcomers.ts';
export { writeNewcomers } from './write-newcomers.ts';
