import { PAGE } from '../api/client.ts';
import { ProblemError, problemFrom, problemOf } from '../api/problem.ts';
import type { Preview } from './queries.ts';

/**
 * Uploads a file and tells how much of it has left, from 0 to 1. Not by fetch, which cannot say
 * how far an upload is. Throws a ProblemError.
 */
export function uploadFile(
  file: File,
  sent: (share: number) => void,
  signal: AbortSignal,
): Promise<Preview> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/v1/imports');
    request.setRequestHeader('x-postern', PAGE['x-postern']);
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) sent(loaded / total);
    });
    request.addEventListener('load', () => {
      if (request.status === 201) resolve(request.response as Preview);
      else reject(problemFrom(request.response, request.status));
    });
    request.addEventListener('error', () => reject(problemOf(new TypeError('network'))));
    request.addEventListener('abort', () =>
      reject(
        new ProblemError({
          type: 'about:blank',
          title: 'Stopped',
          status: 0,
          detail: 'The upload was stopped. Nothing was kept.',
          code: 'stopped',
        }),
      ),
    );
    signal.addEventListener('abort', () => request.abort());
    const form = new FormData();
    form.append('file', file);
    request.send(form);
  });
}
