import { Button } from '@mantine/core';
import { IconDeviceLaptop } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { ButtonLink } from '../parts/links.tsx';
import { When } from '../parts/When.tsx';
import classes from './NewDevices.module.css';
import { type Session, sessionQuery } from './session.ts';

/** Says on every page that the account was used on a new device, until its owner answers. */
export function NewDevices({ devices }: { devices: Session['newDevices'] }) {
  const queries = useQueryClient();
  const know = useMutation({
    mutationFn: (id: string) =>
      answer(api.POST('/api/v1/account/devices/{id}/acknowledge', { params: { path: { id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });
  return devices.map(({ id, browser, firstSeenAt }) => (
    <div key={id} className={classes.band} role="status">
      <IconDeviceLaptop size={16} stroke={1.75} aria-hidden />
      <span>
        A new device signed in as you: {browser}, <When inSentence time={firstSeenAt} />.
      </span>
      <Button
        size="compact-xs"
        variant="default"
        loading={know.isPending}
        onClick={() => know.mutate(id)}
      >
        It was me
      </Button>
      <ButtonLink size="compact-xs" variant="default" to="/account">
        It was not
      </ButtonLink>
    </div>
  ));
}
