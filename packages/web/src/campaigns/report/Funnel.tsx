import { Figure } from '../../parts/Figure.tsx';
import { share } from '../../parts/figures.ts';
import { Section } from '../../parts/Section.tsx';
import classes from './Report.module.css';
import type { Open, Report } from './types.ts';

type Stage = keyof Report['funnel'];

/** Clicks stand above opens: a click is somebody's act, an open is weak evidence. */
const STAGES: readonly (readonly [Stage, string, Parameters<Open>[0]])[] = [
  ['audience', 'Audience', {}],
  ['sent', 'Sent', { state: 'sent' }],
  ['delivered', 'Accepted by the other side', { state: 'sent' }],
  ['secured', 'Over verified TLS', { state: 'sent' }],
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
          {STAGES.map(([stage, label, evidence]) => {
            const count = funnel[stage];
            return (
              <tr key={stage} data-stage={stage}>
                <th scope="row">{label}</th>
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

/** Something can be seen of whatever is there, and nothing of nobody. */
const lengthOf = (count: number | null, whole: number): string =>
  count && whole ? `max(2px, ${(count / whole) * 100}%)` : '0';
