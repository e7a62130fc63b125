import { Table } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Empty } from '../parts/Empty.tsx';
import { Listed } from '../parts/Listed.tsx';
import { TextLink } from '../parts/links.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { KindFilter } from './KindFilter.tsx';
import { PickUpState } from './PickUpState.tsx';
import { messagesQuery, type PickUpMessage, STATES, type PickUpState as State } from './pick-up.ts';

interface Props {
  state: State | undefined;
  choose: (state: string) => void;
}

/** Everything that waits or did, newest first. Never what it says. */
export function PickUpMessages({ state, choose }: Props) {
  const messages = useInfiniteQuery(messagesQuery(state));
  return (
    <>
      <KindFilter label="State" kinds={STATES} chosen={state} choose={choose} />
      <Listed
        query={messages}
        empty={
          <Empty title={state ? `Nothing is ${STATES[state].word.toLowerCase()}` : 'Nothing waits'}>
            Messages come here when a recipient’s mail server offers no encryption and the{' '}
            <TextLink underline="always" to="/settings" search={{ section: 'pick-up' }}>
              settings
            </TextLink>{' '}
            say that such messages wait for pick-up.
          </Empty>
        }
      >
        {(all) => <MessagesTable messages={all} />}
      </Listed>
    </>
  );
}

function MessagesTable({ messages }: { messages: readonly PickUpMessage[] }) {
  const label = 'Messages for pick-up, newest first';
  return (
    <WideTable label={label} minWidth={640} highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>For</Table.Th>
          <Table.Th>Campaign</Table.Th>
          <Table.Th>State</Table.Th>
          <Table.Th>First read</Table.Th>
          <Table.Th>Until</Table.Th>
          <Table.Th data-figures="right">Replies</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {messages.map((message) => (
          <Table.Tr key={message.id}>
            <Table.Td>
              <TextLink to="/contacts/$id" params={{ id: message.contactId }} preload={false}>
                {message.name}
              </TextLink>
            </Table.Td>
            <Table.Td>
              <TextLink to="/campaigns/$id" params={{ id: message.campaignId }}>
                {message.campaignName || 'a campaign'}
              </TextLink>
            </Table.Td>
            <Table.Td>
              <PickUpState of={message.state} />
            </Table.Td>
            <Table.Td>
              <When time={message.readAt} absent="–" />
            </Table.Td>
            <Table.Td>
              <When time={message.expiresAt} />
            </Table.Td>
            <Table.Td data-figures="right">
              {message.replies === 0 ? (
                '0'
              ) : (
                <TextLink
                  to="/pick-up"
                  search={{ view: 'replies' }}
                  preload={false}
                  aria-label={`${message.replies} of ${message.name}: see the replies`}
                >
                  {message.replies}
                </TextLink>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}
