import { Drawer } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import { Outlet } from '@tanstack/react-router';
import { EmergencyBand } from '../emergencies/EmergencyBand.tsx';
import { IdleWarning } from '../session/IdleWarning.tsx';
import { NewDevices } from '../session/NewDevices.tsx';
import { ProveAgain } from '../session/ProveAgain.tsx';
import { useSession } from '../session/session.ts';
import { Connection } from './Connection.tsx';
import { Menu } from './Menu.tsx';
import { SandboxBand } from './SandboxBand.tsx';
import classes from './Shell.module.css';
import { Top } from './Top.tsx';
import { useFocusOnPage } from './use-focus-on-page.ts';

/** The frame around every page: menu on the left, what is true everywhere on top. */
export function Shell() {
  const { organization, user, newDevices } = useSession();
  const [narrow, setNarrow] = useLocalStorage({ key: 'postern-menu-narrow', defaultValue: false });
  const [open, { open: show, close }] = useDisclosure(false);
  useFocusOnPage();
  return (
    <div className={classes.frame} data-narrow={narrow || undefined}>
      <a className={classes.skip} href="#main">
        Skip to the page
      </a>
      <aside className={classes.side} data-print="no">
        <Menu narrow={narrow} toggle={() => setNarrow(!narrow)} />
      </aside>
      <Drawer
        opened={open}
        onClose={close}
        size={280}
        title="Menu"
        closeButtonProps={{ 'aria-label': 'Close the menu' }}
      >
        <Menu narrow={false} chosen={close} />
      </Drawer>
      <div className={classes.body}>
        <header className={classes.banner} data-print="no">
          {organization.sandbox && <SandboxBand />}
          {user.emergency && <EmergencyBand {...user.emergency} />}
          <NewDevices devices={newDevices} />
          <Top openMenu={show} />
          <Connection />
        </header>
        <main id="main" tabIndex={-1} className={classes.main}>
          <Outlet />
        </main>
      </div>
      <IdleWarning />
      <ProveAgain />
    </div>
  );
}
