import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Empty } from '../parts/Empty.tsx';
import { Problem } from '../parts/Problem.tsx';
import { When } from '../parts/When.tsx';
import { messagesQuery } from './queries.ts';
import classes from './Sandbox.module.css';

interface Props {
  campaignId: string | undefined;
  /** The message that is being read. */
  shown: string | undefined;
}

export function MessageList({ campaignId, shown }: Props) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery({ ...messagesQuery(campaignId), refetchInterval: 15_000 });
  if (error) return <Problem error={error} />;
  if (isPending) return <Skeleton h={480} />;
  const messages = data.pages.flatMap((page) => page.data);
  if (messages.length === 0) {
    return (
      <Empty title="No mail yet">
        {campaignId
          ? 'This campaign has sent nothing.'
          : 'Launch a campaign, and its mail arrives here.'}
      </Empty>
    );
  }
  return (
    <div className={classes.list}>
      <ul className={classes.messages} aria-label="Messages">
        {messages.map(({ id, subject, to, receivedAt, locked }) => (
          <li key={id}>
            <Link
              to="/sandbox"
              search={(old) => ({ ...old, message: id })}
              resetScroll={false}
              className={classes.row ?? ''}
              aria-current={id === shown || undefined}
            >
              <span className={classes.to}>{locked ? 'Locked' : to}</span>
              <span className={classes.time}>
                <When time={receivedAt} />
              </span>
              <span className={classes.subject}>{subject}</span>
            </Link>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button
          variant="default"
          fullWidth
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          Show older ones
        </Button>
      )}
    </div>
  );
}
