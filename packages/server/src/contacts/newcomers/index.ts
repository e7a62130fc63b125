export { Newcomers } from './newcomers.ts';
export { writeNewcomers } from './write-newcomers.ts';
