import { queryOptions, skipToken } from '@tanstack/react-query';
import { answer, api } from '../../api/client.ts';
import type { Segment } from '../../segments/queries.ts';
import type { Template } from '../../templates/queries.ts';

export const segmentCountQuery = ({ id, version, tree }: Segment) =>
  queryOptions({
    queryKey: ['segments', id, 'count', version],
    // nothing is told of a locked one: it is not asked
    queryFn: tree
      ? () => answer(api.POST('/api/v1/segments/count', { body: { tree } }))
      : skipToken,
    staleTime: 60_000,
  });

/** A template compiled, with its fields still in it. */
export const compiledQuery = ({ id, version, subject, preheader, mjml, text }: Template) =>
  queryOptions({
    queryKey: ['templates', id, 'compiled', version],
    queryFn: () =>
      answer(api.POST('/api/v1/templates/check', { body: { subject, preheader, mjml, text } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
