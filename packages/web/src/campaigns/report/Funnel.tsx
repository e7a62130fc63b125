import { Tooltip } from '@mantine/core';
import { Figure } from '../../parts/Figure.tsx';
import { share } from '../../parts/figures.ts';
import { Section } from '../../parts/Section.tsx';
import classes from './Report.module.css';
import type { Open, Report } from './types.ts';

type Stage = keyof Report['funnel'];

const SECURED =
  'Over TLS, to a mail server whose certificate was verified: by MTA-STS, DANE, public authorities or your relay’s own. The others went encrypted to whoever answered, which proves nothing, or wait in the portal.';
const IN_PORTAL =
  'Their mail server offers no TLS that can be trusted: the message waits in the portal, and a notice that says nothing of them went out.';

/** Clicks stand above opens: a click is somebody's act, an open is weak evidence. */
const STAGES: readonly (readonly [Stage, string, Parameters<Open>[0], hint?: string])[] = [
  ['audience', 'Audience', {}],
  ['sent', 'Sent', { state: 'sent' }],
  ['delivered', 'Accepted by the other side', { state: 'sent' }],
  ['secured', 'To a server that proved who it is', { state: 'sent' }, SECURED],
  ['inPortal', 'Through the portal', { state: 'sent' }, IN_PORTAL],
  ['clicked', 'Clicked', { event: 'click' }],
  ['opened', 'Opened', { event: 'open' }],
  ['unsubscribed', 'Unsubscribed', { event: 'unsubscribe' }],
];

interface Props {
  funnel: Report['funnel'];
  note: string;
  open: Open;
}

export function Funnel({ funnel, note, open }: Props) {
  const whole = funnel.audience ?? 0;
  const sent = funnel.sent ?? 0;
  return (
    <Section title="From audience to act" note={note}>
      <table className={classes.funnel}>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col" aria-hidden className={classes.barHead} />
            <th scope="col" data-figures="right">
              People
            </th>
            <th scope="col" data-figures="right">
              Of sent
            </th>
          </tr>
        </thead>
        <tbody>
          {stagesOf(funnel).map(([stage, label, evidence, hint]) => {
            const count = funnel[stage];
            return (
              <tr key={stage} data-stage={stage}>
                <th scope="row">
                  <Label words={label} hint={hint} />
                </th>
                <td aria-hidden className={classes.barCell}>
                  <span className={classes.bar} style={{ width: lengthOf(count, whole) }} />
                </td>
                <td data-figures="right">
                  <Figure
                    value={count}
                    label={label.charAt(0).toLowerCase() + label.slice(1)}
                    open={() => open(evidence)}
                  />
                </td>
                <td data-figures="right" className={classes.dim}>
                  {stage === 'audience' || count === null ? '' : share(count, sent)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Section>
  );
}

/** The portal has a row where anybody's message waits there, or that is hidden. */
const stagesOf = ({ inPortal, sent }: Report['funnel']) =>
  STAGES.filter(([stage]) => stage !== 'inPortal' || (inPortal !== 0 && sent !== null));

function Label({ words, hint }: { words: string; hint: string | undefined }) {
  if (hint === undefined) return words;
  return (
    <Tooltip multiline w={320} label={hint}>
      {/* focusable, so that the explanation reaches the keyboard */}
      <span className={classes.hinted} tabIndex={0} role="note" aria-label={`${words}. ${hint}`}>
        {words}
      </span>
    </Tooltip>
  );
}

/** Something can be seen of whatever is there, and nothing of nobody. */
const lengthOf = (count: number | null, whole: number): string =>
  count && whole ? `max(2px, ${(count / whole) * 100}%)` : '0';
