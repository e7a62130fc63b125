import { Button, Table } from '@mantine/core';
import { useState } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { number } from '../parts/figures.ts';
import { When } from '../parts/When.tsx';
import { useMay } from '../session/session.ts';
import { ReleaseSite } from './ReleaseSite.tsx';
import classes from './Shaping.module.css';
import { codeWords, type Hold, type Site } from './shaping.ts';

/** The sites that got mail lately; those that are held back first, with the reply that caused it. */
export function SitesTable({ sites }: { sites: readonly Site[] }) {
  const mayWrite = useMay('settings:write');
  const [asked, ask] = useState<Site | null>(null);
  if (sites.length === 0) {
    return (
      <Empty title="No mail has left for a receiver yet">
        Mail to the sandbox goes nowhere else and is not here.
      </Empty>
    );
  }
  return (
    <>
      <Table.ScrollContainer
        minWidth={760}
        scrollAreaProps={{ tabIndex: 0, role: 'region', 'aria-label': 'Where mail goes now' }}
      >
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Mail servers</Table.Th>
              <Table.Th>State</Table.Th>
              <Table.Th data-figures="right">A second</Table.Th>
              <Table.Th data-figures="right">Connections</Table.Th>
              <Table.Th data-figures="right">Messages</Table.Th>
              <Table.Th>Last</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sites.map((site) => (
              <Table.Tr key={site.site} className={classes.line}>
                <Table.Td>
                  <span className={classes.site}>{site.site}</span>
                  <p className={classes.quiet}>{site.label}</p>
                </Table.Td>
                <Table.Td>
                  {site.holds.length === 0 ? (
                    <span className={classes.chip} data-state="open">
                      At its pace
                    </span>
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
        </Table>
      </Table.ScrollContainer>
      {asked && <ReleaseSite site={asked} close={() => ask(null)} />}
    </>
  );
}

const rate = (perSecond: number) => number(Math.round(perSecond * 10) / 10);

function HoldWords({ hold }: { hold: Hold }) {
  const what = hold.holds === 'marketing' ? 'Marketing' : 'All mail';
  return (
    <div>
      <span className={classes.chip} data-state={hold.state}>
        <span>
          {what} {hold.state === 'suspended' ? 'waits and goes on' : 'is slower, the whole pace'}{' '}
          <When inSentence time={hold.until} />
        </span>
      </span>
      <p className={classes.quiet}>
        {hold.rule}, <When inSentence time={hold.since} />
      </p>
      <p className={classes.said}>
        {codeWords(hold.code, hold.enhanced)} {hold.reply && <q>{hold.reply}</q>}
      </p>
    </div>
  );
}
