import { useSuspenseQuery } from '@tanstack/react-query';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Section } from '../parts/Section.tsx';
import { PERMISSION_WORDS, useMay } from '../session/session.ts';
import { PaceForm } from './PaceForm.tsx';
import { paceQuery, warmUpsQuery } from './shaping.ts';
import { WarmUps } from './WarmUps.tsx';

export function PacePage() {
  return useMay('delivery:read') ? <Pace /> : <NotForRole title="Pace" needs="delivery:read" />;
}

/** How fast, and when, the organization's own mail leaves. */
function Pace() {
  const { data: pace } = useSuspenseQuery(paceQuery);
  const { data: warmUps } = useSuspenseQuery(warmUpsQuery);
  const mayWrite = useMay('delivery:write');
  return (
    <>
      <PageHeader title="Pace">
        How fast, and when, mailings leave. A message that has to arrive waits for none of this.
        {!mayWrite &&
          ` To ${PERMISSION_WORDS['delivery:write']}, ask an administrator of this organization.`}
      </PageHeader>
      <Section title="All mailings">
        <PaceForm saved={pace} mayWrite={mayWrite} />
      </Section>
      <Section
        title="Warm-up"
        note="Receivers distrust whoever they have never heard of. A new sending domain or address begins with few messages a day, and more each day."
      >
        <WarmUps listed={warmUps} mayWrite={mayWrite} />
      </Section>
    </>
  );
}
