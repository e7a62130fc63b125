import { upload } from '../api/upload.ts';
import type { Preview } from './queries.ts';

/** Uploads a file of contacts and tells how much of it has left. Throws a ProblemError. */
export async function uploadFile(
  file: File,
  sent: (share: number) => void,
  signal: AbortSignal,
): Promise<Preview> {
  return (await upload({ url: '/api/v1/imports', file, sent, signal })) as Preview;
}
