import { Button, Menu, useMantineColorScheme } from '@mantine/core';
import { IconFingerprint, IconLogout, IconUrgent, IconUserCircle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { TakeEmergency } from '../emergencies/TakeEmergency.tsx';
import { useMay, useSession } from '../session/session.ts';
import classes from './PersonMenu.module.css';

const SCHEMES = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'As the system' },
] as const;

export function PersonMenu() {
  const { user } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const mayTake = useMay('emergency:use') && user.emergency === null;
  const [taking, setTaking] = useState(false);
  const signOut = useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/session')),
    // Whether or not the server heard it, nothing of the session stays in this page.
    onSettled: async () => {
      await navigate({ to: '/sign-in' });
      queries.clear();
    },
  });
  const choose = (chosen: string) => {
    const scheme = SCHEMES.find(({ value }) => value === chosen);
    if (scheme) setColorScheme(scheme.value);
  };
  return (
    <>
      <Menu position="bottom-end" width={240} withinPortal={false}>
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            className={classes.person ?? ''}
            leftSection={<IconUserCircle size={20} stroke={1.6} aria-hidden />}
          >
            <span className={classes.name}>{user.name}</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{user.email}</Menu.Label>
          <Menu.Label>{user.roles.map(({ name }) => name).join(', ')}</Menu.Label>
          <Menu.Divider />
          <Menu.Label>Appearance</Menu.Label>
          <Menu.RadioGroup value={colorScheme} onChange={choose}>
            {SCHEMES.map(({ value, label }) => (
              <Menu.RadioItem key={value} value={value}>
                {label}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconFingerprint size={16} aria-hidden />}
            onClick={() => void navigate({ to: '/account' })}
          >
            Your account
          </Menu.Item>
          {mayTake && (
            <Menu.Item
              leftSection={<IconUrgent size={16} aria-hidden />}
              onClick={() => setTaking(true)}
            >
              Emergency access
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<IconLogout size={16} aria-hidden />}
            onClick={() => signOut.mutate()}
          >
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {taking && <TakeEmergency close={() => setTaking(false)} />}
    </>
  );
}
