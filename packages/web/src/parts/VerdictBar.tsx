import type { AnswerOf } from '@postern/sdk';
import { number } from './figures.ts';
import { type BarPart, PartsBar } from './PartsBar.tsx';

export type Review = AnswerOf<'reviewCampaign'>;
export type Part = Review['parts'][number]['part'];
type Report = AnswerOf<'campaignReport'>;
export type States = Report['states'];
export type State = Exclude<keyof States, 'audience'>;

const PARTS: Record<Part, Pick<BarPart, 'label' | 'tone'>> = {
  may: { label: 'may receive it', tone: 'good' },
  needs: { label: 'need an authorization', tone: 'need' },
  opted_out: { label: 'opted out or restricted', tone: 'out' },
  unreachable: { label: 'cannot be reached', tone: 'none' },
};

export const PART_WORDS: Record<Part, string> = {
  may: PARTS.may.label,
  needs: PARTS.needs.label,
  opted_out: PARTS.opted_out.label,
  unreachable: PARTS.unreachable.label,
};

interface VerdictProps {
  review: Review;
  open?: ((part: Part) => void) | undefined;
}

/** Who may receive a campaign and why the others may not, before it is sent. */
export function VerdictBar({ review, open }: VerdictProps) {
  const parts = (Object.keys(PARTS) as Part[]).map((part) => ({
    key: part,
    ...PARTS[part],
    count: review.parts.find((one) => one.part === part)?.count ?? 0,
    of: part === 'may' ? { count: review.byAuthorization, label: 'by authorization' } : undefined,
  }));
  return (
    <PartsBar parts={parts} whole={`of ${number(review.audience)} in the segment`} open={open} />
  );
}

const STATES: Record<State, Pick<BarPart, 'label' | 'tone'>> = {
  sent: { label: 'sent', tone: 'good' },
  waiting: { label: 'waiting', tone: 'none' },
  refused: { label: 'refused by the gate', tone: 'need' },
  suppressed: { label: 'suppressed', tone: 'out' },
  failed: { label: 'failed', tone: 'fail' },
  uncertain: { label: 'uncertain', tone: 'unsure' },
};

/** As the bar draws them, from left to right. */
export const STATE_ORDER = Object.keys(STATES) as readonly State[];

export const STATE_WORDS: Record<State, string> = {
  sent: 'sent',
  waiting: 'waiting',
  refused: 'refused by the gate',
  suppressed: 'suppressed: no address that may be written to, or the campaign was cancelled',
  failed: 'failed for good',
  uncertain: 'uncertain: nobody can tell whether their message was taken',
};

interface StatesProps {
  states: States;
  open?: ((state: State) => void) | undefined;
  small?: boolean;
  compact?: boolean;
}

/** Where everybody of a launched campaign is. The parts always add up to the audience. */
export function StatesBar({ states, open, small = false, compact = false }: StatesProps) {
  const parts = STATE_ORDER.map((state) => ({
    key: state,
    ...STATES[state],
    count: states[state],
  }));
  const whole = states.audience === null ? 'of the audience' : `of ${number(states.audience)}`;
  return <PartsBar parts={parts} whole={whole} open={open} small={small} compact={compact} />;
}
