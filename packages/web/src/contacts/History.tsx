import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CitationText } from '../parts/CitationText.tsx';
import { Dot, type Tone } from '../parts/Dot.tsx';
import { withShownDays } from '../parts/days.ts';
import { TextLink } from '../parts/links.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/When.tsx';
import classes from './ContactPage.module.css';
import { LedgerDrawer } from './LedgerDrawer.tsx';
import { type HistoryEntry, historyQuery } from './queries.ts';

const KINDS: Record<HistoryEntry['kind'], { word: string; tone: Tone }> = {
  accepted: { word: 'Sent', tone: 'good' },
  refused: { word: 'Refused', tone: 'need' },
  suppressed: { word: 'Suppressed', tone: 'out' },
  failed: { word: 'Failed', tone: 'fail' },
  uncertain: { word: 'Uncertain', tone: 'unsure' },
  open: { word: 'Opened', tone: 'none' },
  click: { word: 'Clicked', tone: 'none' },
  unsubscribe: { word: 'Unsubscribed', tone: 'out' },
  bounce: { word: 'Bounced', tone: 'fail' },
  complaint: { word: 'Complained', tone: 'out' },
  auto_reply: { word: 'Answered automatically', tone: 'none' },
  read: { word: 'Read', tone: 'good' },
};

/** Where the gate was asked. */
const DECIDED: ReadonlySet<HistoryEntry['kind']> = new Set([
  'accepted',
  'refused',
  'suppressed',
  'uncertain',
]);

/** What was sent to somebody and what was not, with the reason; what they opened and clicked. */
export function History({ id }: { id: string }) {
  const { data, error, isPending } = useQuery(historyQuery(id));
  const [then, setThen] = useState<string | null>(null);
  return (
    <Section title="Messages" note="Sent, refused, opened and clicked, newest first.">
      <Problem error={error} />
      {isPending && <Skeleton h={96} />}
      {data?.length === 0 && (
        <p className={classes.dim}>No campaign has included this person yet.</p>
      )}
      <ol className={classes.events}>
        {data?.map((entry) => (
          <li key={entry.kind + entry.campaignId + entry.at} className={classes.event}>
            <div className={classes.head}>
              <span>
                <Dot tone={KINDS[entry.kind].tone}>{KINDS[entry.kind].word}</Dot>
                {': '}
                <TextLink to="/campaigns/$id" params={{ id: entry.campaignId }}>
                  {entry.campaignName || 'a campaign'}
                </TextLink>
              </span>
              <span className={classes.dim}>
                <When time={entry.at} />
              </span>
            </div>
            <p className={classes.words}>{withShownDays(entry.sentence)}</p>
            <CitationText citations={entry.citations} />
            {DECIDED.has(entry.kind) && (
              <Button variant="subtle" size="compact-sm" onClick={() => setThen(entry.at)}>
                {entry.kind === 'accepted' || entry.kind === 'uncertain'
                  ? 'What was on file when it left'
                  : 'What was on file then'}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {then !== null && <LedgerDrawer id={id} at={then} close={() => setThen(null)} />}
    </Section>
  );
}
