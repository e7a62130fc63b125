import type { AnswerOf } from '@postern/sdk';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { people } from '../parts/figures.ts';
import { TextLink } from '../parts/links.tsx';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/When.tsx';
import { useMay } from '../session/session.ts';
import { type Campaign, waitingQuery } from './queries.ts';
import classes from './WaitingFor.module.css';

type Waiting = AnswerOf<'campaignWaiting'>;
type Reason = Waiting['reasons'][number];

/** Why a campaign that is on does not send to some of its people yet; absent where all have their turn. */
export function WaitingFor({ campaign: { id, state } }: { campaign: Campaign }) {
  const on = state === 'running' || state === 'paused';
  const { data } = useQuery({ ...waitingQuery(id), enabled: on });
  if (!on || !data || data.reasons.length === 0) return null;
  const counted = data.reasons.filter((one) => one.people !== null);
  const others = data.reasons.filter((one) => one.people === null);
  return (
    <Section title="For what they wait" note="Nobody is lost: whoever waits, waits.">
      <Reasons reasons={counted} />
      {others.length > 0 && (
        <>
          <p className={classes.others}>{othersWords(data.others, others.length)}</p>
          <Reasons reasons={others} />
        </>
      )}
    </Section>
  );
}

function othersWords(count: number | null, reasons: number): string {
  const who = count ? `${people(count)} ${count === 1 ? 'waits' : 'wait'}` : 'People may wait';
  return `${who} for ${reasons === 1 ? 'this' : 'one of these'}:`;
}

function Reasons({ reasons }: { reasons: readonly Reason[] }) {
  if (reasons.length === 0) return null;
  return (
    <ul className={classes.reasons}>
      {reasons.map((reason) => (
        <li key={`${reason.kind} ${reason.sentence} ${reason.until}`}>
          {reason.people !== null && <strong>{people(reason.people)}: </strong>}
          {reason.sentence}
          {reason.until && (
            <>
              {' '}
              {UNTIL[reason.kind]} <When inSentence time={reason.until} />.
            </>
          )}{' '}
          <Where kind={reason.kind} />
        </li>
      ))}
    </ul>
  );
}

const UNTIL: Record<Reason['kind'], string> = {
  window: 'It opens',
  deferred: 'The next try is',
  provider: 'It goes on',
  receiver: 'It goes on',
  warm_up: 'More go',
  rate: 'More go',
  pace: 'More go',
};

/** Where it is set, or can be looked at. */
function Where({ kind }: { kind: Reason['kind'] }): ReactNode {
  const mayRead = useMay('people:read');
  if (!mayRead) return null;
  switch (kind) {
    case 'window':
    case 'warm_up':
    case 'rate':
      return (
        <TextLink underline="always" to="/delivery/pace">
          Pace
        </TextLink>
      );
    case 'provider':
      return (
        <TextLink underline="always" to="/delivery/bounces" search={{ view: 'providers' }}>
          Providers
        </TextLink>
      );
    case 'receiver':
    case 'pace':
      return (
        <TextLink underline="always" to="/delivery/receivers">
          Receivers
        </TextLink>
      );
    case 'deferred':
      return null;
  }
}
