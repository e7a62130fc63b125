export * from './back-off.ts';
export * from './reply.ts';
export * from './scrub-reply.ts';
export * from './send-state.ts';
