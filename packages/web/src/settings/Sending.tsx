import { Section } from '../parts/Section.tsx';
import { Dkim } from './Dkim.tsx';
import type { Organization } from './queries.ts';
import { TestConnection } from './TestConnection.tsx';
import { TransportForm } from './TransportForm.tsx';

interface Props {
  saved: Organization;
  mayWrite: boolean;
}

/** How mail leaves, whether it would, and how receivers can tell that it is ours. */
export function Sending({ saved, mayWrite }: Props) {
  return (
    <>
      <Section title="How mail leaves">
        <TransportForm key={saved.version} saved={saved} mayWrite={mayWrite} />
      </Section>
      {mayWrite && <TestConnection saved={saved} />}
      <Dkim records={saved.dkim} domain={saved.sendingDomain} />
    </>
  );
}
