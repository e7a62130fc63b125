export * from './class-of.ts';
export * from './provider-of.ts';
export * from './returned-mail.ts';
export * from './soft-streak.ts';
export * from './spam-rate.ts';
export * from './traces.ts';
export * from './understand.ts';
export * from './without-names.ts';
