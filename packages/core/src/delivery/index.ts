export * from './back-off.ts';
export * from './host-name.ts';
export * from './mta-sts.ts';
export * from './reply.ts';
export * from './scrub-reply.ts';
export * from './send-state.ts';
export * from './site-name.ts';
export * from './tls-result.ts';
