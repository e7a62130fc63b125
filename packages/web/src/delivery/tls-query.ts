import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import type { TlsReport } from './tls-words.ts';

export const tlsReportQuery = (day: string) =>
  queryOptions({
    queryKey: ['tls-report', day],
    queryFn: (): Promise<TlsReport> =>
      answer(api.GET('/api/v1/delivery/tls-reports', { params: { query: { day } } })),
    staleTime: 60_000,
  });
