import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api, newKey } from '../api/client.ts';
import { intent } from '../api/intent.ts';
import { segmentsQuery } from '../segments/queries.ts';
import type { SegmentOf } from './queries.ts';

/** Makes a segment of what was found, and opens it. */
export function useMakeSegment() {
  const [key] = useState(newKey);
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: SegmentOf) =>
      answer(api.POST('/api/v1/hygiene/segments', { body, headers: intent(key, body) })),
    onSuccess: async ({ id }) => {
      void queries.invalidateQueries({ queryKey: segmentsQuery.queryKey });
      await navigate({ to: '/segments/$id', params: { id } });
    },
  });
}
