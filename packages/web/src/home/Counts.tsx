import { useQuery } from '@tanstack/react-query';
import type { Campaign } from '../campaigns/queries.ts';
import { number } from '../parts/figures.ts';
import { TextLink } from '../parts/links.tsx';
import { segmentsQuery } from '../segments/queries.ts';
import { useMay } from '../session/session.ts';
import { templatesQuery } from '../templates/queries.ts';
import classes from './Home.module.css';
import { contactTotalQuery } from './queries.ts';

/** How many there are of everything; each figure leads to its list. */
export function Counts({ campaigns }: { campaigns: readonly Campaign[] }) {
  const mayRead = useMay('people:read');
  const contacts = useQuery({ ...contactTotalQuery, enabled: mayRead }).data;
  const segments = useQuery(segmentsQuery).data?.data.length;
  const templates = useQuery(templatesQuery).data?.data.length;
  return (
    <ul className={classes.counts}>
      {mayRead && (
        <Count count={contacts}>
          <TextLink to="/contacts">Contacts</TextLink>
        </Count>
      )}
      <Count count={segments}>
        <TextLink to="/segments">Segments</TextLink>
      </Count>
      <Count count={templates}>
        <TextLink to="/templates">Templates</TextLink>
      </Count>
      <Count count={campaigns.length}>
        <TextLink to="/campaigns">Campaigns</TextLink>
      </Count>
    </ul>
  );
}

function Count({ count, children }: { count: number | undefined; children: React.ReactNode }) {
  return (
    <li className={classes.count}>
      <span className={classes.number}>{count === undefined ? ' ' : number(count)}</span>
      {children}
    </li>
  );
}
