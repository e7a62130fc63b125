/** Statements that go over several buckets, by a piece of each, with white space as one blank. */
export interface FanOut {
  readonly says: string;
  readonly why: string;
}

/**
 * All that fan out, of what a practice asks on an ordinary day. Nothing here is asked for one person
 * or for one message; whoever adds to it says why that statement cannot name its bucket.
 */
export const FAN_OUTS: readonly FanOut[] = [
  {
    says: 'from contact_pages where organization_id =',
    why: 'Counts, reviews and launches read the columns of everybody, some buckets at a time; a batch of contacts that is written reads the pages of its buckets.',
  },
  {
    says: 'from suppressions s, lateral ( select contact_id from contact_keys where bucket = s.bucket',
    why: 'A review asks once who has a dead address; each key is then found in its own bucket.',
  },
  {
    says: 'select distinct contact_id as id from consent_events where bucket = any(',
    why: 'A review asks of whom the ledger says anything, of the buckets that it reads.',
  },
  {
    says: 'from campaigns c join sends s on s.bucket = any(',
    why: 'A review asks who was mailed lately, of the buckets that it reads.',
  },
  {
    says: 'insert into send_batches (bucket, organization_id, campaign_id, number',
    why: 'A launch puts those who wait into batches, once.',
  },
  {
    says: 'select s.campaign_id as id, s.state, count(*) as count',
    why: 'The figures of a campaign.',
  },
  {
    says: 'from "told_sends" where "organization_id" =',
    why: 'The figures of a report.',
  },
  {
    says: 'select s.contact_id, s.state, s.code, s.reason, s.citations',
    why: 'The list of people behind a figure, a page at a time.',
  },
  {
    says: 'with gone as ( select batch.*, campaigns.stream',
    why: 'Leases that ran out: one row for 500 recipients, and of those only the ones that are owned.',
  },
  {
    says: '/* prepared: due_campaigns */',
    why: 'Which campaigns have a batch that is due: an index over batches, one row for 500 recipients.',
  },
  {
    says: 'with due as ( select bucket, number, waiting from send_batches',
    why: 'A sender claims what is due next, whatever its bucket: one row for 500 recipients.',
  },
  {
    says: "where state = 'cancelled' and exists ( select from send_batches batch",
    why: 'Batches that a cancelled campaign left: one row for 500 recipients.',
  },
  {
    says: 'and not exists ( select from send_batches batch where batch.organization_id = campaigns.organization_id',
    why: 'Whether a campaign has ended: no batch of it waits.',
  },
  {
    says: "update send_batches batch set state = 'waiting', due_at = now() from ( select bucket, contact_id from sends",
    why: 'Before a campaign ends: whoever waits without a batch that waits, at most 1,000.',
  },
  {
    says: 'select distinct "organization_id" as "organizationId" from "rejections"',
    why: 'Which organizations have rejections to look at; taken in and deleted every minute.',
  },
];
