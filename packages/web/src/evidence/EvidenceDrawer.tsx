import { Button, Drawer, Skeleton } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { reportQuery } from '../campaigns/queries.ts';
import { Problem } from '../parts/Problem.tsx';
import { PART_WORDS, STATE_WORDS } from '../parts/VerdictBar.tsx';
import classes from './EvidenceDrawer.module.css';
import { PersonEvidence } from './PersonEvidence.tsx';
import { peopleQuery } from './people.ts';
import type { Evidence } from './search.ts';

interface Props {
  campaignId: string;
  /** As the address has it. */
  evidence: Evidence;
  /** Takes the evidence out of the address. */
  close: () => void;
}

/** Who is behind a figure, and for each the reason, the citation and the time. */
export function EvidenceDrawer({ campaignId, evidence, close }: Props) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery(peopleQuery(campaignId, evidence));
  const { show, code } = evidence;
  const report = useQuery({
    ...reportQuery(campaignId),
    enabled: show === 'campaign' && code !== undefined,
  }).data;
  const reason = report?.refusals.find((one) => one.code === code)?.sentence;
  const found = data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Drawer
      opened={evidence.show !== undefined}
      onClose={close}
      position="right"
      size={480}
      title={titleOf(evidence, reason)}
      closeButtonProps={{ 'aria-label': 'Close' }}
      classNames={{ title: classes.title ?? '' }}
      data-print="no"
    >
      <Problem error={error} />
      {isPending && evidence.show && <Rows />}
      {data && found.length === 0 && <p className={classes.nobody}>Nobody is in this group.</p>}
      <ul className={classes.people} aria-busy={isPending}>
        {found.map((person) => (
          <PersonEvidence key={person.contactId} person={person} />
        ))}
      </ul>
      {hasNextPage && (
        <Button
          variant="default"
          fullWidth
          mt="md"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </Drawer>
  );
}

const EVENT_WORDS = {
  open: 'whose mail was opened',
  click: 'who clicked a link',
  unsubscribe: 'who unsubscribed',
};

/** `reason`: the sentence of the evidence's code, where it is known. */
function titleOf(
  { show, part, state, code, event, link }: Evidence,
  reason: string | undefined,
): string {
  if (show === 'review') return `People who ${part ? PART_WORDS[part] : 'are in the segment'}`;
  if (event === 'click' && link !== undefined) return 'People who clicked this link';
  if (event) return `People ${EVENT_WORDS[event]}`;
  if (code) return reason ? `Not sent: ${reason.replace(/\.$/, '')}` : 'Not sent, for one reason';
  return state ? `People: ${STATE_WORDS[state]}` : 'Everybody in this campaign';
}

const Rows = () => Array.from({ length: 6 }, (_, row) => <Skeleton key={row} h={64} mb={8} />);
