import type { Interview } from '@postern/core/campaigns';
import type { SegmentTree } from '@postern/core/segments';
import { createCampaign, launchCampaign } from '../campaigns/index.ts';
import { createTopic } from '../consent/index.ts';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { createSegment } from '../segments/index.ts';
import { createTemplate, sampleTemplates } from '../templates/index.ts';
import { seedSignUpForm } from './seed-sign-up-form.ts';

const SEGMENTS: readonly { readonly name: string; readonly tree: SegmentTree }[] = [
  {
    name: 'Check-up due: diabetes care',
    tree: {
      op: 'and',
      of: [
        { op: 'underCode', attribute: 'conditions', code: 'E11' },
        {
          op: 'not',
          of: { op: 'withinDays', attribute: 'last_visit', days: 180, direction: 'past' },
        },
      ],
    },
  },
  {
    name: 'Portland area',
    tree: { op: 'equals', attribute: 'city', value: 'Portland' },
  },
  {
    name: 'Seen in the last year',
    tree: { op: 'withinDays', attribute: 'last_visit', days: 365, direction: 'past' },
  },
  {
    // to win them back: who was never seen is no patient who stays away
    name: 'Not seen for 14 months',
    tree: {
      op: 'and',
      of: [
        { op: 'isSet', attribute: 'last_visit' },
        {
          op: 'not',
          of: { op: 'withinDays', attribute: 'last_visit', days: 425, direction: 'past' },
        },
      ],
    },
  },
];

const NEWSLETTER: Interview = {
  about: 'health_promotion',
  drug: null,
  encourages: false,
  payment: 'none',
  payer: null,
};

/** In the strict profile this is marketing: it shows who has an authorization on file. */
const CHECK_UP: Interview = {
  about: 'own_service',
  drug: null,
  encourages: true,
  payment: 'none',
  payer: null,
};

/**
 * Four segments, two templates, two topics, a sign-up form, a campaign that is launched at `then` and a
 * draft. Answers the id of the launched one.
 */
export async function seedCampaigns(tx: Tx, keys: OrganizationKeys, then: Date): Promise<string> {
  const { organizationId } = keys;
  const segmentIds: string[] = [];
  for (const segment of SEGMENTS) {
    const made = await createSegment(tx, organizationId, { ...segment, createdBy: null });
    if (made.kind !== 'created')
      throw new Error(`The sample segment does not fit: ${made.problems[0]?.sentence}`);
    segmentIds.push(made.segment.id);
  }
  const templateIds: string[] = [];
  for (const template of sampleTemplates()) {
    const made = await createTemplate(tx, organizationId, { ...template, createdBy: null });
    if (made.kind !== 'created')
      throw new Error(`The sample template does not fit: ${made.problems[0]?.sentence}`);
    templateIds.push(made.template.id);
  }
  const [diabetes = null, portland = null] = segmentIds;
  const [checkUp = null, newsletter = null] = templateIds;
  const draft = { createdBy: null, stream: 'marketing' } as const;
  const topics = await seedTopics(tx, organizationId, then);
  const [news] = topics;
  const topicIds = topics.map(({ id }) => id);
  await seedSignUpForm(tx, organizationId, topicIds, then);
  const sent = await createCampaign(
    tx,
    organizationId,
    {
      ...draft,
      name: 'Spring wellness newsletter',
      goal: 'education',
      segmentId: portland,
      templateId: newsletter,
      topicId: news?.id,
      interview: NEWSLETTER,
    },
    then,
  );
  await createCampaign(
    tx,
    organizationId,
    {
      ...draft,
      name: 'Diabetes check-up, this month',
      goal: 're_engage',
      segmentId: diabetes,
      templateId: checkUp,
      interview: CHECK_UP,
    },
    then,
  );
  const launched = await launchCampaign(tx, keys, sent.id, then);
  if (launched.kind !== 'launched') throw new Error('The sample campaign cannot be launched.');
  return sent.id;
}

/** What people can leave and keep; the first is what the newsletter is about. */
async function seedTopics(tx: Tx, organizationId: string, now: Date) {
  const topics = [
    { name: 'News and advice', description: 'Keeping well through the year, once a season' },
    { name: 'Events and classes', description: 'What happens at the clinic and in town' },
  ];
  const made = [];
  for (const topic of topics) made.push(await createTopic(tx, organizationId, topic, now));
  return made;
}
