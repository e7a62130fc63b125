import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useSession } from '../session/session.ts';
import { Mark } from './Mark.tsx';
import classes from './Menu.module.css';
import { MENU } from './menu.ts';

interface Props {
  /** Icons only. */
  narrow: boolean;
  toggle?: () => void;
  /** Called when a page was chosen. */
  chosen?: () => void;
}

export function Menu({ narrow, toggle, chosen }: Props) {
  const { permissions } = useSession().user;
  const may = (needs: string | undefined) => !needs || permissions.includes(needs);
  const rooms = MENU.map((room) => ({
    ...room,
    pages: room.pages.filter((page) => may(page.needs)),
  }));
  return (
    <nav aria-label="Rooms" className={classes.menu} data-narrow={narrow || undefined}>
      {toggle && (
        <div className={classes.head}>
          <Mark narrow={narrow} />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={narrow ? 'Widen the menu' : 'Narrow the menu'}
            onClick={toggle}
          >
            {narrow ? (
              <IconLayoutSidebarLeftExpand size={18} />
            ) : (
              <IconLayoutSidebarLeftCollapse size={18} />
            )}
          </ActionIcon>
        </div>
      )}
      {rooms.map(
        ({ heading, pages }) =>
          pages.length > 0 && (
            <div key={pages[0]?.label} className={classes.room}>
              {heading && <p className={classes.heading}>{heading}</p>}
              <ul className={classes.pages}>
                {pages.map(({ label, Icon, link }) => (
                  <li key={label}>
                    <Tooltip label={label} position="right" disabled={!narrow}>
                      <Link
                        {...link}
                        className={classes.page ?? ''}
                        activeProps={{ 'data-active': true }}
                        aria-label={narrow ? label : undefined}
                        onClick={chosen}
                      >
                        <Icon size={18} stroke={1.6} aria-hidden />
                        {!narrow && label}
                      </Link>
                    </Tooltip>
                  </li>
                ))}
              </ul>
            </div>
          ),
      )}
    </nav>
  );
}
