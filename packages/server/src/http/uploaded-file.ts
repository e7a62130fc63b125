import type { FastifyRequest } from 'fastify';
import { sizeWords } from '../templates/index.ts';
import { ApiProblem } from './problem.ts';

/** The one file of a form, in memory; one of more than `most` bytes is refused and not kept. */
export async function uploadedFile(
  request: FastifyRequest,
  most: number,
): Promise<{ readonly filename: string; readonly content: Buffer }> {
  const limits = { fileSize: most };
  const file = request.isMultipart() ? await request.file({ limits }).catch(badForm) : undefined;
  if (file?.fieldname !== 'file') return badForm();
  const parts: Uint8Array[] = [];
  const source = file.file[Symbol.asyncIterator]();
  for (;;) {
    const part = await source.next().catch(badForm);
    if (part.done) break;
    parts.push(part.value);
  }
  if (file.file.truncated) throw tooLarge(request, most);
  return { filename: file.filename, content: Buffer.concat(parts) };
}

function tooLarge(request: FastifyRequest, most: number): ApiProblem {
  const sent = Number(request.headers['content-length']);
  const size = Number.isFinite(sent) ? `about ${sizeWords(sent)} large` : 'too large';
  return new ApiProblem(
    'too_large',
    `The file is ${size}: expected at most ${sizeWords(most)} a file.`,
  );
}

function badForm(): never {
  throw new ApiProblem(
    'invalid_request',
    'Expected a whole multipart form with a file in the field “file”.',
  );
}
