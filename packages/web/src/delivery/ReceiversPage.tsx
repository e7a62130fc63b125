import { useSuspenseQuery } from '@tanstack/react-query';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Section } from '../parts/Section.tsx';
import { useMay } from '../session/session.ts';
import { ReceiversTable } from './ReceiversTable.tsx';
import { SiteEvents } from './SiteEvents.tsx';
import { SitesTable } from './SitesTable.tsx';
import { receiversQuery, sitesQuery } from './shaping.ts';

export function ReceiversPage() {
  return useMay('delivery:read') ? (
    <Receivers />
  ) : (
    <NotForRole title="Receivers" needs="delivery:read" />
  );
}

/** Who takes our mail, at what pace, and what they had to say about it. */
function Receivers() {
  const { data: sites } = useSuspenseQuery(sitesQuery);
  const { data: receivers } = useSuspenseQuery(receiversQuery);
  return (
    <>
      <PageHeader title="Receivers">
        Each mail provider takes so much at a time. When one complains, mail to it slows down or
        waits by itself, and comes back by itself.
      </PageHeader>
      <Section title="Where mail goes now">
        <SitesTable sites={sites.data} />
      </Section>
      <Section
        title="What they like"
        note="The longest name that fits counts. What you write replaces what is built in."
      >
        <ReceiversTable receivers={receivers.data} />
      </Section>
      <Section title="What happened">
        <SiteEvents events={sites.events} />
      </Section>
    </>
  );
}
