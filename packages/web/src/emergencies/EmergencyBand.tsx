import { Button } from '@mantine/core';
import { IconUrgent } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { answer, api } from '../api/client.ts';
import { Band } from '../parts/Band.tsx';
import { When } from '../parts/When.tsx';

/** Stands on every page while emergency access lasts, and ends it. */
export function EmergencyBand({ id, endsAt }: { id: string; endsAt: string }) {
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () =>
      answer(api.POST('/api/v1/emergencies/{id}/end', { params: { path: { id } } })),
    onSettled: () => queries.resetQueries(),
  });
  // what it opened does not stay on the screen once its time is over
  useEffect(() => {
    const left = Math.max(0, Date.parse(endsAt) - Date.now());
    const timer = setTimeout(() => void queries.resetQueries(), left);
    return () => clearTimeout(timer);
  }, [endsAt, queries]);
  return (
    <Band tone="urgent" role="status">
      <IconUrgent size={16} stroke={1.75} aria-hidden />
      <span>
        Emergency access: what you do is marked. It ends <When inSentence time={endsAt} />.
      </span>
      <Button
        size="compact-xs"
        variant="default"
        loading={end.isPending}
        onClick={() => end.mutate()}
      >
        End it now
      </Button>
    </Band>
  );
}
