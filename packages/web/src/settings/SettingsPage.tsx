import { Tabs } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { PageHeader } from '../parts/PageHeader.tsx';
import { PERMISSION_WORDS, useMay } from '../session/session.ts';
import { Attributes } from './Attributes.tsx';
import { Frequency } from './Frequency.tsx';
import { KeysSection } from './KeysSection.tsx';
import { OrganizationForm } from './OrganizationForm.tsx';
import { PickUp } from './PickUp.tsx';
import { organizationQuery, type Relay, sectionOf } from './queries.ts';
import { Sending } from './Sending.tsx';
import { Topics } from './Topics.tsx';

const route = getRouteApi('/shell/settings');

/** What an organization says of itself, how its mail leaves, what it knows of its contacts. */
export function SettingsPage() {
  const { section = 'organization' } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: organization } = useSuspenseQuery(organizationQuery);
  // here, so that neither another section nor saving the sandbox loses what was typed
  const [relay, keepRelay] = useState<Relay | null>(null);
  const mayWrite = useMay('settings:write');
  const mayKeys = useMay('keys:write');
  return (
    <>
      <PageHeader title="Settings">
        {!mayWrite &&
          `You can look at these. To ${PERMISSION_WORDS['settings:write']}, ask an administrator of this organization.`}
      </PageHeader>
      <Tabs
        value={section}
        keepMounted={false}
        onChange={(chosen) => void navigate({ search: sectionOf(chosen) })}
      >
        <Tabs.List mb="xl">
          <Tabs.Tab value="organization">Organization</Tabs.Tab>
          <Tabs.Tab value="sending">Sending</Tabs.Tab>
          <Tabs.Tab value="pick-up">Pick-up</Tabs.Tab>
          <Tabs.Tab value="attributes">Attributes</Tabs.Tab>
          <Tabs.Tab value="topics">Topics</Tabs.Tab>
          <Tabs.Tab value="frequency">Frequency</Tabs.Tab>
          {mayKeys && <Tabs.Tab value="keys">Keys</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="organization">
          <OrganizationForm saved={organization} mayWrite={mayWrite} />
        </Tabs.Panel>
        <Tabs.Panel value="sending">
          <Sending saved={organization} mayWrite={mayWrite} kept={relay} keep={keepRelay} />
        </Tabs.Panel>
        <Tabs.Panel value="pick-up">
          <PickUp mayWrite={mayWrite} />
        </Tabs.Panel>
        <Tabs.Panel value="attributes">
          <Attributes />
        </Tabs.Panel>
        <Tabs.Panel value="topics">
          <Topics mayWrite={mayWrite} />
        </Tabs.Panel>
        <Tabs.Panel value="frequency">
          <Frequency mayWrite={mayWrite} />
        </Tabs.Panel>
        {mayWrite && (
          <Tabs.Panel value="keys">
            <KeysSection name={organization.name} />
          </Tabs.Panel>
        )}
      </Tabs>
    </>
  );
}
