/** What a campaign is for, chosen first: it says which figure tells whether it worked. */
export const GOALS = [
  'acquisition',
  're_engage',
  'awareness',
  'adherence',
  'survey',
  'education',
  'new_service',
  'retention',
] as const;
export type Goal = (typeof GOALS)[number];
