import { useQuery } from '@tanstack/react-query';
import { applicationsQuery } from '../applications/queries.ts';
import { RESTRICTED_WORDS } from '../applications/words.ts';
import { type Provider, providersQuery } from '../delivery/bounces.ts';
import { emergenciesQuery } from '../emergencies/queries.ts';
import { TextLink } from '../parts/links.tsx';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/When.tsx';
import { useMay } from '../session/session.ts';
import classes from './Home.module.css';
import { restrictionsQuery } from './queries.ts';

const percent = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 2 });

/** Who waits for an answer, and providers whose people call the mail spam: absent while none do. */
export function Attention() {
  const mayRead = useMay('people:read');
  const mayDeliver = useMay('delivery:read');
  const { data } = useQuery({ ...providersQuery, enabled: mayDeliver });
  const { data: asked } = useQuery({ ...restrictionsQuery, enabled: mayRead });
  const loud =
    data?.data.filter((one) => one.stoppedSince !== null || one.verdict !== 'calm') ?? [];
  const waiting = asked?.data ?? [];
  const mayReview = useMay('emergency:review');
  const { data: taken } = useQuery({ ...emergenciesQuery, enabled: mayReview });
  const unreviewed = taken?.filter(({ reviewedAt }) => reviewedAt === null) ?? [];
  const mayRelease = useMay('applications:write');
  const { data: applications } = useQuery({ ...applicationsQuery, enabled: mayRelease });
  const restricted = applications?.filter(({ restrictedAt }) => restrictedAt !== null) ?? [];
  if (loud.length + waiting.length + unreviewed.length + restricted.length === 0) return null;
  return (
    <Section title="Needs attention">
      <ul className={classes.attention}>
        {restricted.map(({ id, name, restrictedAt, restrictedWhy }) => (
          <li key={id}>
            The application {name} is restricted (<When inSentence time={restrictedAt ?? ''} />)
            {restrictedWhy && `: ${RESTRICTED_WORDS[restrictedWhy]}`}.{' '}
            <TextLink underline="always" to="/applications/$id" params={{ id }}>
              Look at it
            </TextLink>
          </li>
        ))}
        {unreviewed.map(({ id, userName, begunAt, runs }) => (
          <li key={id}>
            {userName} took emergency access (<When inSentence time={begunAt} />)
            {runs ? ', which runs' : ', which waits for its review'}.{' '}
            <TextLink underline="always" to="/emergencies" search={{ show: id }}>
              Review
            </TextLink>
          </li>
        ))}
        {waiting.map(({ contactId, askedAt }) => (
          <li key={contactId}>
            Somebody asked for a restriction (<When inSentence time={askedAt} />) and has no answer
            yet.{' '}
            <TextLink underline="always" to="/contacts/$id" params={{ id: contactId }}>
              Who asked
            </TextLink>
          </li>
        ))}
        {asked && asked.total > waiting.length && (
          <li>And {asked.total - waiting.length} more, who asked later.</li>
        )}
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
