import { PAGE } from './client.ts';
import { ProblemError, problemFrom, problemOf } from './problem.ts';

interface Upload {
  readonly url: string;
  readonly file: File;
  readonly headers?: Readonly<Record<string, string>>;
  /** Told how much of it has left, from 0 to 1. */
  readonly sent: (share: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Uploads a file in the form's field `file`. Not by fetch, which cannot say how far an upload is.
 * Answers the body of a 201; throws a ProblemError for anything else.
 */
export function upload({ url, file, headers = {}, sent, signal }: Upload): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    for (const [name, value] of Object.entries({ ...PAGE, ...headers })) {
      request.setRequestHeader(name, value);
    }
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) sent(loaded / total);
    });
    request.addEventListener('load', () => {
      if (request.status === 201) resolve(request.response);
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
