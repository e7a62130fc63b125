import { Button, Skeleton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import classes from '../delivery/PickUp.module.css';
import { Ask } from '../parts/Ask.tsx';
import { Dot } from '../parts/Dot.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/When.tsx';
import { useMay } from '../session/session.ts';
import { AskToSign } from './AskToSign.tsx';
import {
  type ContactSigning,
  REQUEST_WORDS,
  type SigningRequest,
  signingQuery,
  useRenewRequest,
  useUnlockRequest,
  useWithdrawRequest,
} from './signing.ts';

/** What somebody is asked to sign, and what became of it. */
export function Signing({ id }: { id: string }) {
  const { data, error, isPending } = useQuery(signingQuery(id));
  const mayWrite = useMay('contacts:write');
  return (
    <Section title="Asked to sign" note="They read the document on a page of their own.">
      <Problem error={error} />
      {isPending && <Skeleton h={72} />}
      {data && (
        <>
          {data.requests.length === 0 && <p className={classes.dim}>Not asked yet.</p>}
          {mayWrite && <AskButton id={id} signing={data} />}
          <ul className={classes.messages}>
            {data.requests.map((request) => (
              <OneRequest key={request.id} id={id} request={request} mayWrite={mayWrite} />
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

function AskButton({ id, signing }: { id: string; signing: ContactSigning }) {
  const [asking, setAsking] = useState(false);
  if (signing.forms.length === 0) {
    return (
      <p className={classes.dim}>No form is published yet: publish one, and it can be signed.</p>
    );
  }
  return (
    <div className={classes.acts}>
      <Button size="xs" variant="default" onClick={() => setAsking(true)}>
        Ask for a signature
      </Button>
      {asking && <AskToSign id={id} signing={signing} close={() => setAsking(false)} />}
    </div>
  );
}

interface RequestProps {
  id: string;
  request: SigningRequest;
  mayWrite: boolean;
}

function OneRequest({ id, request, mayWrite }: RequestProps) {
  const [asking, setAsking] = useState<'withdraw' | 'unlock' | null>(null);
  const close = () => setAsking(null);
  const { word, tone } = REQUEST_WORDS[request.state];
  const open = request.state === 'open' || request.state === 'locked';
  const renewable = request.way === 'mail' && (open || request.state === 'expired');
  return (
    <li className={classes.message}>
      <div className={classes.head}>
        <span>
          <Dot tone={tone}>{word}</Dot>
          {': '}
          {request.formTitle}
        </span>
        <span className={classes.dim}>
          <When time={request.createdAt} />
        </span>
      </div>
      <p className={classes.dim}>
        {request.way === 'mail' ? 'By a link in a mail. ' : 'On a tablet. '}
        {request.signedAt !== null && (
          <>
            Signed: <When time={request.signedAt} />.{' '}
          </>
        )}
        {open && (
          <>
            The link works until: <When time={request.expiresAt} />.{' '}
          </>
        )}
        {request.mailHeld && open && 'The mail that brings the link did not leave. '}
        {request.locked && 'Five wrong tries: the link opens nothing until you unlock it.'}
      </p>
      {mayWrite && (renewable || open || request.locked) && (
        <div className={classes.acts}>
          {renewable && <Renew id={id} request={request} />}
          {request.locked && (
            <Button size="xs" variant="default" onClick={() => setAsking('unlock')}>
              Unlock
            </Button>
          )}
          {open && (
            <Button
              size="xs"
              variant="default"
              aria-label={`Withdraw: ${request.formTitle}`}
              onClick={() => setAsking('withdraw')}
            >
              Withdraw
            </Button>
          )}
        </div>
      )}
      {asking === 'withdraw' && <Withdraw id={id} requestId={request.id} close={close} />}
      {asking === 'unlock' && <Unlock id={id} requestId={request.id} close={close} />}
    </li>
  );
}

/** One press: whoever has the old link, or locked it, can do nothing with the new one. */
function Renew({ id, request }: Omit<RequestProps, 'mayWrite'>) {
  const renew = useRenewRequest(id, request.id);
  const send = () =>
    renew.mutate(undefined, {
      onSuccess: ({ notice }) =>
        notifications.show({
          message:
            notice === 'sent'
              ? 'A new link is on its way by mail. The old one opens nothing any more.'
              : 'A new link is made, but the mail that brings it did not leave either.',
        }),
    });
  return (
    <>
      <Button
        size="xs"
        variant="default"
        loading={renew.isPending}
        aria-label={`Send a new link: ${request.formTitle}`}
        onClick={send}
      >
        Send a new link
      </Button>
      <Problem error={renew.error} />
    </>
  );
}

interface AskProps {
  id: string;
  requestId: string;
  close: () => void;
}

function Withdraw({ id, requestId, close }: AskProps) {
  const withdraw = useWithdrawRequest(id, requestId);
  return (
    <Ask
      title="Withdraw this request?"
      yes="Withdraw it"
      grave
      pending={withdraw.isPending}
      error={withdraw.error}
      act={() => withdraw.mutate(undefined, { onSuccess: close })}
      close={close}
    >
      Its link opens nothing from now on. You can ask again at any time.
    </Ask>
  );
}

function Unlock({ id, requestId, close }: AskProps) {
  const unlock = useUnlockRequest(id, requestId);
  return (
    <Ask
      title="Unlock this link?"
      yes="Unlock it"
      pending={unlock.isPending}
      error={unlock.error}
      act={() => unlock.mutate(undefined, { onSuccess: close })}
      close={close}
    >
      Make sure first that you speak with the person: somebody typed a wrong birth date or code five
      times.
    </Ask>
  );
}
