import { Button, Table } from '@mantine/core';
import { useState } from 'react';
import { Dot } from '../parts/Dot.tsx';
import { Empty } from '../parts/Empty.tsx';
import { number } from '../parts/figures.ts';
import { Name } from '../parts/Name.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { useMay } from '../session/session.ts';
import { ReleaseSite } from './ReleaseSite.tsx';
import { Reply } from './Reply.tsx';
import classes from './Shaping.module.css';
import type { Hold, Site } from './shaping.ts';

/** The sites that got mail lately; those that are held back first, with the reply that caused it. */
export function SitesTable({ sites }: { sites: readonly Site[] }) {
  const mayWrite = useMay('delivery:write');
  const [asked, ask] = useState<Site | null>(null);
  if (sites.length === 0) {
    return (
      <Empty title="No mailing has left yet">
        Whom the last mailings went to stands here, with what they had to say about the pace.
      </Empty>
    );
  }
  return (
    <>
      <WideTable label="Where mail goes now" minWidth={760}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Mail servers</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th data-figures="right">Per second</Table.Th>
            <Table.Th data-figures="right">Connections</Table.Th>
            <Table.Th data-figures="right">Messages</Table.Th>
            <Table.Th>Last</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sites.map((site) => (
            <Table.Tr key={site.site} className={classes.line}>
              <Table.Td>
                <span className={classes.site}>
                  <Name>{site.site}</Name>
                </span>
                <p className={classes.quiet}>{site.label}</p>
              </Table.Td>
              <Table.Td>
                {site.holds.length === 0 ? (
                  <Dot tone="good">At its pace</Dot>
                ) : (
                  site.holds.map((hold) => <HoldWords key={hold.holds} hold={hold} />)
                )}
                {mayWrite && site.holds.length > 0 && (
                  <Button size="xs" variant="default" mt="xs" onClick={() => ask(site)}>
                    Resume now
                  </Button>
                )}
              </Table.Td>
              <Table.Td data-figures="right">
                {rate(site.perSecond)}
                {site.perSecond < site.fullPerSecond && (
                  <p className={classes.quiet}>of {rate(site.fullPerSecond)}</p>
                )}
              </Table.Td>
              <Table.Td data-figures="right">{number(site.connections)}</Table.Td>
              <Table.Td data-figures="right">{number(site.messages)}</Table.Td>
              <Table.Td>
                <When time={site.lastAt} absent="Not yet" />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
      {asked && <ReleaseSite site={asked} close={() => ask(null)} />}
    </>
  );
}

const rate = (perSecond: number) => number(Math.round(perSecond * 10) / 10);

function HoldWords({ hold }: { hold: Hold }) {
  const what = hold.holds === 'marketing' ? 'Marketing' : 'All mail';
  return (
    <div>
      <Dot tone={hold.state === 'suspended' ? 'fail' : 'need'} long>
        {what}{' '}
        {hold.state === 'suspended' ? 'waits and goes on' : 'is slower, and back at its whole pace'}{' '}
        <When inSentence time={hold.until} />
      </Dot>
      <p className={classes.quiet}>
        {hold.rule}, <When inSentence time={hold.since} />
      </p>
      <p className={classes.said}>
        <Reply to={hold} />
      </p>
    </div>
  );
}
