import { Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { useMay } from '../session/session.ts';
import { bouncesOf } from './bounces.ts';
import { Providers } from './Providers.tsx';
import { Returned } from './Returned.tsx';
import { Suppressed } from './Suppressed.tsx';

const route = getRouteApi('/shell/delivery/bounces');

export function BouncesPage() {
  return useMay('people:read') ? <Bounces /> : <NotForRole title="Bounces" needs="people:read" />;
}

/** What came back, who is written to no more because of it, and who complains how much. */
function Bounces() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <PageHeader title="Bounces">
        Mail that came back: refused, complained of, or answered by a machine. What is clear is
        acted on at once; what is not is kept here to be read.
      </PageHeader>
      <Tabs
        value={search.view ?? 'returned'}
        keepMounted={false}
        onChange={(chosen) => void navigate({ search: bouncesOf({ view: chosen }) })}
      >
        <Tabs.List mb="xl">
          <Tabs.Tab value="returned">Came back</Tabs.Tab>
          <Tabs.Tab value="suppressed">Written to no more</Tabs.Tab>
          <Tabs.Tab value="providers">Providers</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="returned">
          <Returned
            chosen={search.class}
            choose={(chosen) => void navigate({ search: bouncesOf({ class: chosen }) })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="suppressed">
          <Suppressed />
        </Tabs.Panel>
        <Tabs.Panel value="providers">
          <Providers />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
