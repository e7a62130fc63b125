import type { FastifyRequest } from 'fastify';
import { ApiProblem } from './problem.ts';

/** The file of a multipart form, in its field `file`; throws a problem where there is none. */
export async function formFile(
  request: FastifyRequest,
): Promise<{ readonly fileName: string; readonly source: AsyncIterable<Uint8Array> }> {
  const file = request.isMultipart() ? await request.file().catch(badForm) : undefined;
  if (file?.fieldname !== 'file') return badForm();
  return { fileName: file.filename, source: whole(file.file) };
}

function badForm(): never {
  throw new ApiProblem(
    'invalid_request',
    'Expected a whole multipart form with a file in the field “file”.',
  );
}

/** The file's bytes; a form that breaks off is the sender's fault, and a sentence. */
async function* whole(file: AsyncIterable<Uint8Array> & { readonly truncated?: boolean }) {
  const parts = file[Symbol.asyncIterator]();
  for (;;) {
    const part = await parts.next().catch(badForm);
    if (part.done) break;
    yield part.value;
  }
  if (file.truncated) throw new ApiProblem('too_large', 'The file is larger than 2 GiB.');
}
