import { Button, NativeSelect, Skeleton, Table } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Empty } from '../parts/Empty.tsx';
import { TextLink } from '../parts/links.tsx';
import { Problem } from '../parts/Problem.tsx';
import { When } from '../parts/When.tsx';
import classes from './PickUp.module.css';
import { PickUpState } from './PickUpState.tsx';
import { messagesQuery, type PickUpMessage, STATES, type PickUpState as State } from './pick-up.ts';

interface Props {
  state: State | undefined;
  choose: (state: string) => void;
}

/** Everything that waits or did, newest first. Never what it says. */
export function PickUpMessages({ state, choose }: Props) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery(messagesQuery(state));
  const all = data?.pages.flatMap((page) => page.data) ?? [];
  const states = Object.entries(STATES).map(([value, { word }]) => ({ value, label: word }));
  return (
    <>
      <div className={classes.filter}>
        <NativeSelect
          label="State"
          value={state ?? ''}
          onChange={(event) => choose(event.currentTarget.value)}
          data={[{ value: '', label: 'All' }, ...states]}
        />
      </div>
      <Problem error={error} />
      {isPending && <Skeleton h={160} />}
      {data && all.length === 0 && (
        <Empty title={state ? `Nothing is ${STATES[state].word.toLowerCase()}` : 'Nothing waits'}>
          Messages come here when a recipient’s mail server offers no encryption and the settings
          say that such messages wait for pick-up.
        </Empty>
      )}
      {all.length > 0 && <MessagesTable messages={all} />}
      {hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  );
}

function MessagesTable({ messages }: { messages: readonly PickUpMessage[] }) {
  const label = 'Messages for pick-up, newest first';
  return (
    <Table.ScrollContainer
      minWidth={640}
      scrollAreaProps={{ tabIndex: 0, role: 'region', 'aria-label': label }}
    >
      <Table highlightOnHover>
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
              <Table.Td data-figures="right">{message.replies}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
