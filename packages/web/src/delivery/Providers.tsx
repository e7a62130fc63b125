import { Code, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Ask } from '../parts/Ask.tsx';
import { Copy } from '../parts/Copy.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import { useMay } from '../session/session.ts';
import classes from './Bounces.module.css';
import { type Provider, providersQuery, useReleaseProvider } from './bounces.ts';
import { ProvidersTable } from './ProvidersTable.tsx';

/** How the people of each provider took the mail of the last three days. */
export function Providers() {
  const maySend = useMay('campaigns:send');
  const [asked, ask] = useState<Provider | null>(null);
  const release = useReleaseProvider(() => ask(null));
  const { data, error, isPending } = useQuery(providersQuery);
  return (
    <>
      <p className={classes.words}>
        Over three days, by days in UTC. From one complaint in 1,000 messages a provider is marked;
        at three in 1,000 marketing to it stops until a person lets it go on. Messages about care go
        on.
      </p>
      <Problem error={error} />
      {isPending && <Skeleton h={240} />}
      {data && (
        <div className={classes.providers}>
          {data.data.length > 0 ? (
            <ProvidersTable providers={data.data} {...(maySend && { release: ask })} />
          ) : (
            <Empty title="Nothing was sent in the last three days">
              Figures come with the first message that a provider takes.
            </Empty>
          )}
        </div>
      )}
      {data && (
        <Section
          title="Feedback loops"
          note="Large providers tell of complaints when they are given an address for them. Give them this one; it cannot be guessed, and takes nothing else."
        >
          <div className={classes.loop}>
            <Code>{data.feedbackAddress}</Code>
            <Copy what="address" of="feedback loops" value={data.feedbackAddress} />
          </div>
        </Section>
      )}
      {asked && (
        <Ask
          title={`Let marketing to ${asked.provider} go on`}
          yes="Let it go on"
          pending={release.isPending}
          error={release.error}
          act={() => release.mutate(asked.provider)}
          close={() => ask(null)}
        >
          What was complained of before counts no more. Do it when you know why people complained,
          and it will not happen again: another stop weighs more with the provider.
        </Ask>
      )}
    </>
  );
}
