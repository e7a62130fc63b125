import { TextLink } from '../parts/links.tsx';
import { Name } from '../parts/Name.tsx';
import classes from './Bounces.module.css';
import type { ReturnedMail } from './bounces.ts';

interface Props {
  person: ReturnedMail['person'];
  /** Said of nobody. */
  absent: string;
}

/** A person by name, with their address under it. Nobody is fetched because a pointer passed. */
export function PersonLink({ person, absent }: Props) {
  if (person === null) return <span className={classes.quiet}>{absent}</span>;
  const { contactId, name, email } = person;
  return (
    <>
      <TextLink to="/contacts/$id" params={{ id: contactId }} preload={false}>
        {name}
      </TextLink>
      {email && email !== name && (
        <div className={classes.address}>
          <Name>{email}</Name>
        </div>
      )}
    </>
  );
}
