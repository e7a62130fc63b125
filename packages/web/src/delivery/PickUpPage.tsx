import { Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { useMay } from '../session/session.ts';
import { PickUpMessages } from './PickUpMessages.tsx';
import { PickUpReplies } from './PickUpReplies.tsx';
import { pickUpOf } from './pick-up.ts';

const route = getRouteApi('/shell/pick-up');

export function PickUpPage() {
  return useMay('people:read') ? <PickUp /> : <NotForRole title="Pick-up" needs="people:read" />;
}

/** What could not be sent encrypted and waits for its reader, and what they answered. */
function PickUp() {
  const { view, state } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <PageHeader title="Pick-up">
        Messages that no encrypted way led to. Each waits here for the one person it is for, who got
        a notice without a word about them.
      </PageHeader>
      <Tabs
        value={view ?? 'messages'}
        keepMounted={false}
        onChange={(chosen) => void navigate({ search: pickUpOf({ view: chosen }) })}
      >
        <Tabs.List mb="xl">
          <Tabs.Tab value="messages">Messages</Tabs.Tab>
          <Tabs.Tab value="replies">Replies</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="messages">
          <PickUpMessages
            state={state}
            choose={(chosen) => void navigate({ search: pickUpOf({ state: chosen }) })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="replies">
          <PickUpReplies />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
