import { Button, Skeleton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import classes from '../delivery/PickUp.module.css';
import { PickUpState } from '../delivery/PickUpState.tsx';
import {
  type ContactPickUp,
  contactPickUpQuery,
  useRenew,
  useWithdraw,
} from '../delivery/pick-up.ts';
import { Ask } from '../parts/Ask.tsx';
import { TextLink } from '../parts/links.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/When.tsx';
import { useMay } from '../session/session.ts';
import { AgreedWord } from './AgreedWord.tsx';

type Message = ContactPickUp['messages'][number];

/** What waits for somebody to pick up, and how they can show who they are. */
export function PickUp({ id }: { id: string }) {
  const { data, error, isPending } = useQuery(contactPickUpQuery(id));
  const mayWrite = useMay('contacts:write');
  return (
    <Section
      title="Pick-up"
      note="Messages that no encrypted way led to wait for this person to identify themself."
    >
      <Problem error={error} />
      {isPending && <Skeleton h={72} />}
      {data && (
        <>
          <p className={classes.dim}>{waysOf(data)}</p>
          {mayWrite && <AgreedWord id={id} setAt={data.secretSetAt} />}
          <ul className={classes.messages}>
            {data.messages.map((message) => (
              <OneMessage key={message.id} message={message} mayWrite={mayWrite} />
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

function waysOf({ secretSetAt, hasEmail, hasBirthDate }: ContactPickUp): string {
  const code = hasEmail && hasBirthDate;
  const word = secretSetAt !== null;
  if (code && word) return 'They can identify by a mailed code or by the agreed word.';
  if (code) return 'They can identify by a mailed code and their birth date. No word is agreed.';
  if (word) return 'They can identify by the agreed word alone: a code needs email and birth date.';
  return 'They cannot identify yet: agree on a word with them, or add email and birth date.';
}

function OneMessage({ message, mayWrite }: { message: Message; mayWrite: boolean }) {
  const [asking, setAsking] = useState<'renew' | 'withdraw' | null>(null);
  const open = !['expired', 'withdrawn'].includes(message.state);
  const close = () => setAsking(null);
  return (
    <li className={classes.message}>
      <div className={classes.head}>
        <span>
          <PickUpState of={message.state} />
          {': '}
          <TextLink to="/campaigns/$id" params={{ id: message.campaignId }}>
            {message.campaignName || 'a campaign'}
          </TextLink>
        </span>
        <span className={classes.dim}>
          <When time={message.createdAt} />
        </span>
      </div>
      <p className={classes.dim}>
        {message.readAt === null ? (
          'Not read.'
        ) : (
          <>
            First read: <When time={message.readAt} />, {timesOf(message.reads)}.
          </>
        )}{' '}
        {open && (
          <>
            Until: <When time={message.expiresAt} />.
          </>
        )}
      </p>
      {mayWrite && open && (
        <div className={classes.acts}>
          <Button size="xs" variant="default" onClick={() => setAsking('renew')}>
            {message.state === 'locked' ? 'Unlock with a new link' : 'Mail a new link'}
          </Button>
          <Button size="xs" variant="default" onClick={() => setAsking('withdraw')}>
            Withdraw
          </Button>
        </div>
      )}
      {asking === 'renew' && <AskRenew message={message} close={close} />}
      {asking === 'withdraw' && <AskWithdraw message={message} close={close} />}
    </li>
  );
}

const timesOf = (reads: number) => (reads === 1 ? 'once' : `${reads} times`);

function AskRenew({ message, close }: { message: Message; close: () => void }) {
  const renew = useRenew(message.contactId, message.id);
  const act = () =>
    renew.mutate(undefined, {
      onSuccess: ({ notice }) => {
        notifications.show({
          message:
            notice === 'sent'
              ? 'The new link is on its way by mail.'
              : 'The link is new, but the mail that tells of it is held.',
        });
        close();
      },
    });
  return (
    <Ask
      title="Mail a new link?"
      yes="Mail a new link"
      pending={renew.isPending}
      error={renew.error}
      act={act}
      close={close}
    >
      Make sure first that you speak with the person. Wrong tries are forgotten, the full time
      begins anew, and the links before this one end.
    </Ask>
  );
}

function AskWithdraw({ message, close }: { message: Message; close: () => void }) {
  const withdraw = useWithdraw(message.contactId, message.id);
  return (
    <Ask
      title="Withdraw this message?"
      yes="Withdraw it"
      grave
      pending={withdraw.isPending}
      error={withdraw.error}
      act={() => withdraw.mutate(undefined, { onSuccess: close })}
      close={close}
    >
      Its content is deleted at once, and nobody can open it any more. That it was there, and when
      it was read, stays on file.
    </Ask>
  );
}
