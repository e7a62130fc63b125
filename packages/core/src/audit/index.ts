export * from './actions.ts';
export * from './chain.ts';
export * from './entry.ts';
export * from './merkle.ts';
export * from './proofs.ts';
export * from './tree-builder.ts';
