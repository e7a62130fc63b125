import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Navigate } from '@tanstack/react-router';
import { TextLink } from '../parts/links.tsx';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { When } from '../parts/When.tsx';
import { useMay } from '../session/session.ts';
import { Authorizations } from './Authorizations.tsx';
import { ConsentEvents } from './ConsentEvents.tsx';
import classes from './ContactPage.module.css';
import { DeleteContact } from './DeleteContact.tsx';
import { History } from './History.tsx';
import { PickUp } from './PickUp.tsx';
import { contactQuery } from './queries.ts';
import { RecordConsent } from './RecordConsent.tsx';
import { Signing } from './Signing.tsx';
import { Standing } from './Standing.tsx';
import { Values } from './Values.tsx';

const route = getRouteApi('/shell/contacts/$id');

/** One person: where they stand, what is known, what is on file, what was sent. */
export function ContactPage() {
  const { id } = route.useParams();
  return useMay('people:read') ? (
    <OneContact id={id} />
  ) : (
    <NotForRole title="Contact" needs="people:read">
      Segments, campaigns and reports are open to you, with small counts hidden.
    </NotForRole>
  );
}

function OneContact({ id }: { id: string }) {
  const { data: contact } = useSuspenseQuery(contactQuery(id));
  const mayWrite = useMay('contacts:write');
  const mayDelete = useMay('contacts:delete');
  const mayAudit = useMay('audit:read');
  // the record was merged: the page is the one that the person has now
  if (contact.id !== id) return <Navigate to="/contacts/$id" params={{ id: contact.id }} replace />;
  return (
    <>
      <PageHeader
        title={contact.name}
        tab="Contact"
        above={<TextLink to="/contacts">Contacts</TextLink>}
        action={mayWrite && <RecordConsent contact={contact} />}
      >
        {typeof contact.values['email'] === 'string' ? contact.values['email'] : 'No email'}
        {' · '}
        {contact.merged.map(({ id: was, mergedAt }) => (
          <span key={was}>
            Another record was merged into this one: <When time={mergedAt} /> ·{' '}
          </span>
        ))}
        Added: <When time={contact.createdAt} /> · Changed: <When time={contact.updatedAt} />
        {mayAudit && (
          <>
            {' · '}
            <TextLink underline="always" to="/audit" search={{ contactId: id }} preload={false}>
              Who saw this patient
            </TextLink>
          </>
        )}
      </PageHeader>
      <Standing contact={contact} />
      <div className={classes.columns}>
        <div>
          <Values contact={contact} />
        </div>
        <div>
          <Authorizations contact={contact} />
          <Signing id={id} />
          <ConsentEvents contact={contact} />
          <PickUp id={id} />
          <History id={id} />
          {mayDelete && <DeleteContact id={id} />}
        </div>
      </div>
    </>
  );
}
