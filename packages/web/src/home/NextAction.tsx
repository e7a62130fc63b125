import type { Campaign } from '../campaigns/queries.ts';
import { ButtonLink } from '../parts/links.tsx';
import { useMay } from '../session/session.ts';

/** The one thing to do next: finish the newest draft, or begin a campaign. */
export function NextAction({ campaigns }: { campaigns: readonly Campaign[] }) {
  const mayWrite = useMay('campaigns:write');
  const draft = campaigns.find(({ state }) => state === 'draft');
  if (!mayWrite) return null;
  if (!draft) return <ButtonLink to="/campaigns/new">New campaign</ButtonLink>;
  return (
    <>
      <ButtonLink to="/campaigns/new" variant="default">
        New campaign
      </ButtonLink>
      <ButtonLink to="/campaigns/$id/edit" params={{ id: draft.id }}>
        {draft.missing.length === 0 ? `Review “${draft.name}”` : `Finish “${draft.name}”`}
      </ButtonLink>
    </>
  );
}
