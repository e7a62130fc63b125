import { Button } from '@mantine/core';
import { useMutation, useSuspenseInfiniteQuery } from '@tanstack/react-query';
import { Empty } from '../parts/Empty.tsx';
import { ButtonLink } from '../parts/links.tsx';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Problem } from '../parts/Problem.tsx';
import { useMay } from '../session/session.ts';
import { FindPeople } from './FindPeople.tsx';
import { PeopleTable } from './PeopleTable.tsx';
import { contactsQuery, findPeople } from './queries.ts';

export function ContactsPage() {
  return useMay('people:read') ? (
    <Contacts />
  ) : (
    <NotForRole title="Contacts" needs="people:read">
      Segments, campaigns and reports are open to you, with small counts hidden.
    </NotForRole>
  );
}

function Contacts() {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useSuspenseInfiniteQuery(contactsQuery);
  const mayImport = useMay('imports:write');
  const find = useMutation({ mutationFn: findPeople });
  const all = data.pages.flatMap((page) => page.data);
  const total = data.pages[0]?.total ?? all.length;
  const bring = mayImport && <ButtonLink to="/imports/new">Import a file</ButtonLink>;
  return (
    <>
      <PageHeader title="Contacts" count={total} action={bring} />
      {total === 0 ? (
        <Empty title="Nobody here yet" action={bring}>
          Contacts come from a CSV file of your record system. Names and addresses are sealed as
          they arrive.
        </Empty>
      ) : (
        <>
          <FindPeople find={find.mutate} pending={find.isPending} cleared={find.reset} />
          <Problem error={find.error} />
          {find.data ? (
            <Found people={find.data} showAll={find.reset} />
          ) : (
            <>
              <PeopleTable people={all} label="All contacts, newest first" />
              {hasNextPage && (
                <Button
                  variant="default"
                  mt="md"
                  loading={isFetchingNextPage}
                  onClick={() => void fetchNextPage()}
                >
                  Show more
                </Button>
              )}
            </>
          )}
        </>
      )}
    </>
  );
}

interface FoundProps {
  people: Parameters<typeof PeopleTable>[0]['people'];
  showAll: () => void;
}

function Found({ people, showAll }: FoundProps) {
  const all = (
    <Button variant="default" mt="md" onClick={showAll}>
      Show everybody
    </Button>
  );
  if (people.length === 0) {
    return (
      <Empty title="Nobody has exactly this email, phone or record number" action={all}>
        Parts of names or addresses find nothing: they are sealed, and only the whole of an email, a
        phone or a record number can be looked up.
      </Empty>
    );
  }
  return (
    <div role="status">
      <PeopleTable people={people} label="Contacts found" />
      {all}
    </div>
  );
}
