export { dkimRecords, ensureDkimKey } from '../domains/index.ts';
export type { SigningKey as DkimKey } from '../mime/index.ts';
