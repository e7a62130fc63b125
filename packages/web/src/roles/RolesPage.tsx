import { Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { useMay } from '../session/session.ts';
import { SingleSignOn } from '../single-sign-on/SingleSignOn.tsx';
import { Invitations } from './Invitations.tsx';
import { RolesTable } from './RolesTable.tsx';
import { SignInSettings } from './SignInSettings.tsx';
import { sectionOf } from './sections.ts';
import { Users } from './Users.tsx';

const route = getRouteApi('/shell/roles');

/** Who works here and what they may do. */
export function RolesPage() {
  const { section = 'people' } = route.useSearch();
  const navigate = route.useNavigate();
  if (!useMay('users:write')) return <NotForRole title="People and roles" needs="users:write" />;
  return (
    <>
      <PageHeader title="People and roles">
        Somebody may hold several roles. What a role opens of single people goes up to its class;
        what is above it they see as locked.
      </PageHeader>
      <Tabs
        value={section}
        keepMounted={false}
        onChange={(chosen) => void navigate({ search: sectionOf(chosen) })}
      >
        <Tabs.List mb="xl">
          <Tabs.Tab value="people">People</Tabs.Tab>
          <Tabs.Tab value="roles">Roles</Tabs.Tab>
          <Tabs.Tab value="invitations">Invitations</Tabs.Tab>
          <Tabs.Tab value="sign-in">Signing in</Tabs.Tab>
          <Tabs.Tab value="single-sign-on">Single sign-on</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="people">
          <Users />
        </Tabs.Panel>
        <Tabs.Panel value="roles">
          <RolesTable />
        </Tabs.Panel>
        <Tabs.Panel value="invitations">
          <Invitations />
        </Tabs.Panel>
        <Tabs.Panel value="sign-in">
          <SignInSettings />
        </Tabs.Panel>
        <Tabs.Panel value="single-sign-on">
          <SingleSignOn />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
