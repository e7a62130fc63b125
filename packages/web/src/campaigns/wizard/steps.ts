/** The steps of making a campaign, in order. */
export const STEPS = ['goal', 'about', 'who', 'message', 'review'] as const;
export type Step = (typeof STEPS)[number];

export const STEP_TITLES: Record<Step, string> = {
  goal: 'Goal and name',
  about: 'What it is about',
  who: 'Who',
  message: 'Message',
  review: 'Review',
};

/** The step that an address asks for; absent: the first. */
export function stepOf(value: unknown): { step?: Step } {
  const step = STEPS.find((one) => one === value);
  return step ? { step } : {};
}
