import { ActionIcon, Button, Kbd } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { IconMenu2, IconSearch } from '@tabler/icons-react';
import { useSession } from '../session/session.ts';
import { Palette } from './Palette.tsx';
import { PersonMenu } from './PersonMenu.tsx';
import { Running } from './Running.tsx';
import classes from './Shell.module.css';
import topClasses from './Top.module.css';

/** Organization, search and commands, what is running, the person. */
export function Top({ openMenu }: { openMenu: () => void }) {
  const { organization } = useSession();
  const [searching, { open, close }] = useDisclosure(false);
  useHotkeys([['mod+K', open]], []);
  return (
    <div className={classes.top}>
      <ActionIcon
        className={classes.burger ?? ''}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label="Open the menu"
        onClick={openMenu}
      >
        <IconMenu2 size={20} />
      </ActionIcon>
      <span className={classes.organization}>{organization.name}</span>
      <Button
        className={topClasses.search ?? ''}
        variant="default"
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={<Kbd size="xs">Ctrl K</Kbd>}
        onClick={open}
      >
        Search or do
      </Button>
      <ActionIcon
        className={topClasses.glass ?? ''}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label="Search or do"
        onClick={open}
      >
        <IconSearch size={20} />
      </ActionIcon>
      <Running />
      <PersonMenu />
      {searching && <Palette close={close} />}
    </div>
  );
}
