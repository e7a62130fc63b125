import { describe, expect, it } from 'vitest';
import { SEND_STATES, WAITING } from '../delivery/index.ts';
import {
  AudienceBroken,
  CAMPAIGN_STATES,
  type CampaignVerb,
  FIGURES,
  statesIn,
  statesOf,
  step,
} from './index.ts';

describe('the sum of the states', () => {
  it('puts each state of a send in one figure', () => {
    expect(FIGURES.flatMap(statesIn).toSorted()).toEqual(SEND_STATES.toSorted());
    expect(statesIn('waiting').toSorted()).toEqual(WAITING.toSorted());
  });

  it('is the audience', () => {
    expect(statesOf(10, { queued: 2, deferred: 1, accepted: 5, refused: 2 })).toEqual({
      audience: 10,
      sent: 5,
      waiting: 3,
      refused: 2,
      suppressed: 0,
      failed: 0,
      uncertain: 0,
    });
  });

  it.each([9, 11])('throws when %i were frozen and 10 are accounted for', (audience) => {
    expect(() => statesOf(audience, { accepted: 10 })).toThrow(AudienceBroken);
  });
});

describe('the life of a campaign', () => {
  const verbs: readonly CampaignVerb[] = ['launch', 'pause', 'resume', 'cancel'];
  const after = (state: (typeof CAMPAIGN_STATES)[number], verb: CampaignVerb) => {
    const answer = step(state, verb);
    return answer.kind === 'moves' ? answer.to : answer.kind;
  };

  it.each([
    ['draft', ['running', 'refused', 'refused', 'refused']],
    ['running', ['already', 'paused', 'already', 'cancelled']],
    ['paused', ['already', 'already', 'running', 'cancelled']],
    ['done', ['already', 'refused', 'refused', 'refused']],
    ['cancelled', ['refused', 'refused', 'refused', 'already']],
  ] as const)('from %s', (state, answers) => {
    expect(verbs.map((verb) => after(state, verb))).toEqual(answers);
  });
});
