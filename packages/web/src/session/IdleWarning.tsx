import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { unusedFor } from '../api/activity.ts';
import { answer, api } from '../api/client.ts';
import { Problem } from '../parts/Problem.tsx';
import { useSession } from './session.ts';

/** So long before the end the person is warned; half the time where it is shorter. */
const WARN_MS = 120_000;
const LOOK_MS = 5_000;
/** The server hears that somebody is there at most so often. */
const TELL_MS = 60_000;

interface Ending {
  readonly at: number;
  /** After 12 hours it ends, whoever is there. */
  readonly inAnyCase: boolean;
}

const minutesOf = (ms: number) => {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

/**
 * Warns before a session ends for want of use (45 CFR 164.312(a)(2)(iii)), and lets it go on. What
 * is typed counts as use though nothing is sent; what a page asks for by itself does not.
 */
export function IdleWarning() {
  const { session } = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const next = useRouterState({ select: ({ location }) => location.href });
  const told = useRef(0);
  const [ending, setEnding] = useState<Ending | null>(null);
  const [left, setLeft] = useState(0);
  /** The end in any case was seen: it is told once. */
  const [seen, setSeen] = useState(false);
  const idleMs = session.idleMinutes * 60_000;
  const warnMs = Math.min(WARN_MS, idleMs / 2);
  const endsAt = Date.parse(session.endsAt);

  const extend = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/session/extend')),
    onSuccess: () => {
      told.current = Date.now();
      setEnding(null);
    },
  });
  const { mutate } = extend;

  useEffect(() => {
    if (ending !== null) return;
    told.current ||= Date.now();
    const look = async () => {
      const now = Date.now();
      if (unusedFor() < TELL_MS && now - told.current >= TELL_MS) {
        told.current = now;
        mutate();
      }
      if (unusedFor() < idleMs - warnMs && (seen || endsAt - now > warnMs)) return;
      // another tab may have been used meanwhile: the server knows
      const time = await answer(api.GET('/api/v1/session/time')).catch(() => null);
      if (time === null || time.idleSeconds * 1000 > warnMs) return;
      setLeft(time.idleSeconds * 1000);
      setEnding({
        at: Date.now() + time.idleSeconds * 1000,
        inAnyCase: time.idleSeconds === time.seconds,
      });
    };
    const timer = setInterval(() => void look(), LOOK_MS);
    return () => clearInterval(timer);
  }, [ending, idleMs, warnMs, endsAt, seen, mutate]);

  useEffect(() => {
    if (ending === null) return;
    const timer = setInterval(() => {
      const rest = ending.at - Date.now();
      setLeft(rest);
      if (rest > 0) return;
      clearInterval(timer);
      // nothing of anybody stays on a page that nobody is at
      queries.clear();
      void navigate({ to: '/sign-in', search: { next } });
    }, 1000);
    return () => clearInterval(timer);
  }, [ending, queries, navigate, next]);

  if (ending === null) return null;
  return (
    <Modal
      opened
      onClose={() => (ending.inAnyCase ? setEnding(null) : mutate())}
      title="You are about to be signed out"
      withCloseButton={false}
      zIndex={500}
    >
      <div style={{ display: 'grid', gap: 16 }}>
        <div>
          {ending.inAnyCase
            ? 'A session ends after 12 hours. Save what you have, then sign in again.'
            : 'Nobody has used this page for a while. What is not saved is lost with the session.'}
        </div>
        <div role="timer" aria-label="Time left">
          {minutesOf(left)}
        </div>
        <Problem error={extend.error} />
        <Group justify="flex-end">
          {ending.inAnyCase ? (
            <Button
              onClick={() => {
                setSeen(true);
                setEnding(null);
              }}
            >
              Back to the page
            </Button>
          ) : (
            <Button loading={extend.isPending} data-autofocus onClick={() => mutate()}>
              Stay signed in
            </Button>
          )}
        </Group>
      </div>
    </Modal>
  );
}
