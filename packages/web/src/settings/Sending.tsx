import { TextLink } from '../parts/links.tsx';
import { Section } from '../parts/Section.tsx';
import type { Organization, Relay } from './queries.ts';
import { TransportForm } from './TransportForm.tsx';

interface Props {
  saved: Organization;
  mayWrite: boolean;
  /** A mail server's settings that are not saved, or no longer. */
  kept: Relay | null;
  keep: (relay: Relay | null) => void;
}

/** How mail leaves, whether it would, and how receivers can tell that it is ours. */
export function Sending({ saved, ...rest }: Props) {
  return (
    <>
      <TransportForm key={saved.version} saved={saved} {...rest} />
      <Section title="Signature">
        <p style={{ margin: 0 }}>
          Marketing mail is signed for {saved.sendingDomain}. The streams’ domains, keys, records
          and what the DNS says of them are on the page{' '}
          <TextLink underline="always" to="/domains">
            Domains
          </TextLink>
          .
        </p>
      </Section>
    </>
  );
}
