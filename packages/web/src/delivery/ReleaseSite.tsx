import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api, newKey, once } from '../api/client.ts';
import { Ask } from '../parts/Ask.tsx';
import { type Site, sitesQuery } from './shaping.ts';

/** Asks, since a receiver that is hurried may close its door for longer. */
export function ReleaseSite({ site, close }: { site: Site; close: () => void }) {
  const queries = useQueryClient();
  const [key] = useState(newKey);
  const release = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/delivery/sites/release', {
          body: { site: site.site },
          headers: once(key),
        }),
      ),
    onSuccess: () => {
      notifications.show({ message: 'Mail goes on within a minute.' });
      close();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: sitesQuery.queryKey }),
  });
  return (
    <Ask
      title="Resume now?"
      yes="Resume now"
      no="Let it wait"
      pending={release.isPending}
      error={release.error}
      act={() => release.mutate()}
      close={close}
    >
      Mail to {site.label === 'Everybody else' ? site.site : site.label} goes on at its whole pace.
      If what it complained of is still so, it may complain louder.
    </Ask>
  );
}
