import { Button } from '@mantine/core';
import { IconDeviceLaptop } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { Band } from '../parts/Band.tsx';
import { number } from '../parts/figures.ts';
import { ButtonLink } from '../parts/links.tsx';
import { When } from '../parts/When.tsx';
import { type Session, sessionQuery } from './session.ts';

/**
 * Says on every page that the account was used on a new device, until its owner answers; in one band,
 * however many they are. The newest comes first.
 */
export function NewDevices({ devices }: { devices: Session['newDevices'] }) {
  const queries = useQueryClient();
  const know = useMutation({
    mutationFn: () =>
      Promise.all(
        devices.map(({ id }) =>
          answer(
            api.POST('/api/v1/account/devices/{id}/acknowledge', { params: { path: { id } } }),
          ),
        ),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });
  const [newest] = devices;
  if (newest === undefined) return null;
  const isOne = devices.length === 1;
  return (
    <Band tone="plain" role="status">
      <IconDeviceLaptop size={16} stroke={1.75} aria-hidden />
      <span>
        {isOne
          ? 'A new device signed in as you: '
          : `${number(devices.length)} new devices signed in as you, the last of them `}
        {newest.browser}, <When inSentence time={newest.firstSeenAt} />.
      </span>
      <Button
        size="compact-xs"
        variant="default"
        loading={know.isPending}
        onClick={() => know.mutate()}
      >
        {isOne ? 'It was me' : 'All were me'}
      </Button>
      <ButtonLink size="compact-xs" variant="default" to="/account">
        {isOne ? 'It was not' : 'Not all were'}
      </ButtonLink>
    </Band>
  );
}
