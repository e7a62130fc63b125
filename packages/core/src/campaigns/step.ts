export const CAMPAIGN_STATES = ['draft', 'running', 'paused', 'done', 'cancelled'] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

export type CampaignVerb = 'launch' | 'pause' | 'resume' | 'cancel';

export type Step =
  | { readonly kind: 'moves'; readonly to: CampaignState }
  /** What was asked for is so already: asking twice is no fault. */
  | { readonly kind: 'already' }
  | { readonly kind: 'refused'; readonly sentence: string };

const to = (state: CampaignState): Step => ({ kind: 'moves', to: state });
const refused = (sentence: string): Step => ({ kind: 'refused', sentence });
const ALREADY: Step = { kind: 'already' };
const NOT_LAUNCHED = refused('This campaign has not been launched yet.');
const ENDED = refused('This campaign has ended.');
const CANCELLED = refused('This campaign was cancelled.');

const STEPS: Readonly<Record<CampaignState, Readonly<Record<CampaignVerb, Step>>>> = {
  draft: {
    launch: to('running'),
    pause: NOT_LAUNCHED,
    resume: NOT_LAUNCHED,
    cancel: NOT_LAUNCHED,
  },
  running: {
    launch: ALREADY,
    pause: to('paused'),
    resume: ALREADY,
    cancel: to('cancelled'),
  },
  paused: {
    launch: ALREADY,
    pause: ALREADY,
    resume: to('running'),
    cancel: to('cancelled'),
  },
  done: { launch: ALREADY, pause: ENDED, resume: ENDED, cancel: ENDED },
  cancelled: {
    launch: CANCELLED,
    pause: CANCELLED,
    resume: CANCELLED,
    cancel: ALREADY,
  },
};

/**
 * draft -> running <-> paused -> done | cancelled. A campaign is launched once in its life; it is done
 * when nobody in it waits any more, which nobody asks for.
 */
export function step(state: CampaignState, verb: CampaignVerb): Step {
  return STEPS[state][verb];
}
