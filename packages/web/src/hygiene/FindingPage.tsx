import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { PeopleTable } from '../contacts/PeopleTable.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Listed } from '../parts/Listed.tsx';
import { TextLink } from '../parts/links.tsx';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Lost } from '../parts/PageProblem.tsx';
import { useMay } from '../session/session.ts';
import { type Finding, findingQuery } from './queries.ts';
import { FINDINGS, isFinding } from './words.ts';

const route = getRouteApi('/shell/hygiene/addresses/$finding');

/** Whose address is of a kind. */
export function FindingPage() {
  const { finding } = route.useParams();
  const mayRead = useMay('people:read');
  if (!isFinding(finding)) return <Lost />;
  if (!mayRead) return <NotForRole title={FINDINGS[finding].title} needs="people:read" />;
  return <People finding={finding} />;
}

function People({ finding }: { finding: Finding }) {
  const found = useInfiniteQuery(findingQuery(finding));
  return (
    <>
      <PageHeader
        title={FINDINGS[finding].title}
        above={<TextLink to="/hygiene">Hygiene</TextLink>}
      >
        {FINDINGS[finding].note}
      </PageHeader>
      <Listed
        query={found}
        more="Show more"
        empty={<Empty title="Nobody">Since the last look nobody has such an address.</Empty>}
      >
        {(all) => <PeopleTable people={all} label={FINDINGS[finding].title} />}
      </Listed>
    </>
  );
}
