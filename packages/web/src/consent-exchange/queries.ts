import type { AnswerOf } from '@postern/sdk';
import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { upload } from '../api/upload.ts';

export type ExchangeFile = AnswerOf<'getConsentImport'>;
export type Kind = ExchangeFile['kind'];
export type RowReport = AnswerOf<'consentImportReport'>['data'][number];

/** Whether the server is at work on it. */
export const isUnderWay = ({ state }: ExchangeFile) => state === 'checking' || state === 'writing';

export const filesQuery = queryOptions({
  queryKey: ['consent-files', 'list'],
  queryFn: () => answer(api.GET('/api/v1/consent-imports')),
});

export const fileQuery = (id: string) =>
  queryOptions({
    queryKey: ['consent-files', id],
    queryFn: () => answer(api.GET('/api/v1/consent-imports/{id}', { params: { path: { id } } })),
  });

/** What was found in its rows; another after each state of the file. */
export const reportQuery = ({ id, state }: ExchangeFile) =>
  infiniteQueryOptions({
    queryKey: ['consent-files', id, 'report', state],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/consent-imports/{id}/report', {
          params: { path: { id }, query: { after: pageParam, limit: 50 } },
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: ({ nextAfter }) => nextAfter,
  });

/** Puts what the server just said of a file where the pages look. */
export function rememberFile(queries: QueryClient, one: ExchangeFile): void {
  queries.setQueryData(fileQuery(one.id).queryKey, one);
  void queries.invalidateQueries({ queryKey: filesQuery.queryKey });
  if (one.state === 'done') void queries.invalidateQueries({ queryKey: ['contacts'] });
}

/** Uploads a file of consents or of addresses. Throws a ProblemError. */
export async function uploadExchange(
  kind: Kind,
  file: File,
  sent: (share: number) => void,
  signal: AbortSignal,
): Promise<ExchangeFile> {
  const url = `/api/v1/consent-imports/${kind}`;
  return (await upload({ url, file, sent, signal })) as ExchangeFile;
}
