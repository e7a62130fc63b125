import type { MantineColorsTuple } from '@mantine/core';

/** The accent: deep teal. Text in shade 6 stands at 5.9:1 on the page, white on it at 6.2:1. */
export const teal: MantineColorsTuple = [
  '#e9f4f3',
  '#d3e8e6',
  '#a8d2ce',
  '#7dbcb7',
  '#4fa39d',
  '#24807b',
  '#0f6b68',
  '#0b5755',
  '#084442',
  '#053130',
];

/** Neutrals with a little warmth. Shade 6 is the faintest that text may have (5.2:1 on shade 1). */
export const gray: MantineColorsTuple = [
  '#faf9f7',
  '#f4f2ee',
  '#e9e6e0',
  '#d9d5cd',
  '#bdb8ae',
  '#8b857a',
  '#67625a',
  '#514d46',
  '#37342f',
  '#211f1c',
];

/** The dark theme's own neutrals, text first. Shade 2 is the faintest that text may have. */
export const dark: MantineColorsTuple = [
  '#ebe8e2',
  '#cdc9c1',
  '#aea99f',
  '#8b867d',
  '#4d4943',
  '#3a3732',
  '#2a2825',
  '#1c1b19',
  '#161513',
  '#0f0e0d',
];

/** Amber: what waits for a permission. */
export const amber: MantineColorsTuple = [
  '#fdf5e3',
  '#fae8bf',
  '#f3d48a',
  '#e8bd58',
  '#d9a52f',
  '#a8740b',
  '#835806',
  '#6a4705',
  '#523704',
  '#3a2702',
];

/** Brick: what failed. */
export const brick: MantineColorsTuple = [
  '#fbeeeb',
  '#f6d8d2',
  '#edb3a8',
  '#e28c7c',
  '#d2634f',
  '#b8432e',
  '#9c3322',
  '#81291b',
  '#651f14',
  '#4a160e',
];

/** Plum: who said no. */
export const plum: MantineColorsTuple = [
  '#f6f0f7',
  '#eadfed',
  '#d4bfda',
  '#bb9bc4',
  '#a178ad',
  '#835892',
  '#6c457a',
  '#583763',
  '#452a4e',
  '#321e39',
];
