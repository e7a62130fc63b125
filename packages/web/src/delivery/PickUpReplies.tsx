import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useId } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { Listed } from '../parts/Listed.tsx';
import { TextLink } from '../parts/links.tsx';
import { Problem } from '../parts/Problem.tsx';
import { When } from '../parts/When.tsx';
import { useMay } from '../session/session.ts';
import classes from './PickUp.module.css';
import { type PickUpReply, readReply, repliesQuery, useMarkReply } from './pick-up.ts';

/** What people wrote back, newest first. A text is fetched when somebody reads it. */
export function PickUpReplies() {
  const replies = useInfiniteQuery(repliesQuery);
  return (
    <Listed
      query={replies}
      empty={
        <Empty title="No replies yet">
          Who picks up a message can reply there. It is kept here, sealed, and goes nowhere by mail.
        </Empty>
      }
    >
      {(all) => (
        <ul className={classes.replies} aria-label="Replies">
          {all.map((reply) => (
            <Reply key={reply.id} reply={reply} />
          ))}
        </ul>
      )}
    </Listed>
  );
}

function Reply({ reply }: { reply: PickUpReply }) {
  const id = useId();
  const mark = useMarkReply();
  const mayMark = useMay('contacts:write');
  const read = useMutation({
    mutationFn: () => readReply(reply),
    onSuccess: () => {
      if (mayMark && reply.readAt === null) mark.mutate({ reply, read: true });
    },
  });
  const text = read.data?.text;
  return (
    <li className={classes.reply}>
      <div className={classes.head}>
        <span id={id} className={reply.readAt === null ? classes.unread : undefined}>
          <TextLink
            to="/contacts/$id"
            params={{ id: reply.contactId }}
            preload={false}
            underline="always"
          >
            {reply.name}
          </TextLink>
          {` about ${reply.campaignName || 'a campaign'}`}
          {reply.readAt === null && ' · not read yet'}
        </span>
        <span className={classes.dim}>
          <When time={reply.createdAt} />
        </span>
      </div>
      {text !== undefined && (
        <p className={classes.text} role="status">
          {text}
        </p>
      )}
      <Problem error={read.error ?? mark.error} />
      <div className={classes.acts}>
        {text === undefined ? (
          <Button
            size="xs"
            variant="default"
            aria-describedby={id}
            loading={read.isPending}
            onClick={() => read.mutate()}
          >
            Read
          </Button>
        ) : (
          <Button size="xs" variant="default" aria-describedby={id} onClick={read.reset}>
            Close
          </Button>
        )}
        {reply.readAt !== null && (
          <Button
            size="xs"
            variant="subtle"
            aria-describedby={id}
            loading={mark.isPending}
            onClick={() => mark.mutate({ reply, read: false })}
          >
            Mark as not read
          </Button>
        )}
      </div>
    </li>
  );
}
