export * from './attribute-key.ts';
export * from './built-in.ts';
