import { Button, Table } from '@mantine/core';
import { Dot } from '../parts/Dot.tsx';
import { TextLink } from '../parts/links.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import classes from './Bounces.module.css';
import { CLASSES, type ReturnedMail, sentencesOf } from './bounces.ts';
import { PersonLink } from './PersonLink.tsx';

interface Props {
  mail: readonly ReturnedMail[];
  read: (id: string) => void;
}

/** A line each: whom it is about, what it says, what followed. */
export function ReturnedTable({ mail, read }: Props) {
  return (
    <WideTable label="What came back, newest first" minWidth={800} verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>When</Table.Th>
          <Table.Th>Person</Table.Th>
          <Table.Th>Kind</Table.Th>
          <Table.Th>What was said</Table.Th>
          <Table.Th>
            <span className={classes.hidden}>The message itself</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {mail.map((one) => (
          <Table.Tr key={one.id} className={classes.line ?? ''}>
            <Table.Td>
              <When time={one.receivedAt} />
            </Table.Td>
            <Table.Td>
              <PersonLink person={one.person} absent="About nobody that is known" />
              {one.campaignId && (
                <div className={classes.quiet}>
                  <TextLink to="/campaigns/$id" params={{ id: one.campaignId }} preload={false}>
                    The campaign
                  </TextLink>
                </div>
              )}
            </Table.Td>
            <Table.Td>
              <Dot tone={CLASSES[one.class].tone}>{CLASSES[one.class].word}</Dot>
              {one.class === 'soft' && !one.counts && (
                <div className={classes.quiet}>Late; it may still arrive</div>
              )}
            </Table.Td>
            <Table.Td>
              <p className={classes.said}>
                {one.status && !one.reason.includes(one.status) && (
                  <span className={classes.status}>{one.status} </span>
                )}
                {one.reason}
              </p>
              {one.remoteMta && <p className={classes.quiet}>Said by {one.remoteMta}</p>}
              {sentencesOf(one).map((sentence) => (
                <p key={sentence} className={classes.acted}>
                  {sentence}
                </p>
              ))}
            </Table.Td>
            <Table.Td>
              <Button
                size="xs"
                variant="default"
                aria-label={`Read the message that came from ${one.remoteMta ?? 'there'}`}
                onClick={() => read(one.id)}
              >
                Read
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}
