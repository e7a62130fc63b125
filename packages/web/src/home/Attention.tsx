import { useQuery } from '@tanstack/react-query';
import { type Provider, providersQuery } from '../delivery/bounces.ts';
import { TextLink } from '../parts/links.tsx';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/When.tsx';
import { useMay } from '../session/session.ts';
import classes from './Home.module.css';

const percent = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 2 });

/** Providers whose people call the mail spam: absent while none do. */
export function Attention() {
  const mayRead = useMay('people:read');
  const { data } = useQuery({ ...providersQuery, enabled: mayRead });
  const loud =
    data?.data.filter((one) => one.stoppedSince !== null || one.verdict !== 'calm') ?? [];
  if (loud.length === 0) return null;
  return (
    <Section title="Needs attention">
      <ul className={classes.attention}>
        {loud.map((one) => (
          <li key={one.provider}>
            <TroubleOf provider={one} />{' '}
            <TextLink underline="always" to="/delivery/bounces" search={{ view: 'providers' }}>
              Providers
            </TextLink>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function TroubleOf({ provider: { provider, stoppedSince, rate } }: { provider: Provider }) {
  if (stoppedSince !== null) {
    return (
      <>
        Marketing to {provider} has stopped (<When inSentence time={stoppedSince} />
        ): too many of its people called it spam. Somebody has to let it go on.
      </>
    );
  }
  const share = rate === null ? 'Too many' : percent.format(rate);
  return (
    <>
      {share} of the mail that {provider} took in three days was called spam. From 0.3% on marketing
      to it stops.
    </>
  );
}
