import { Button } from '@mantine/core';
import { useState } from 'react';
import { Ask } from '../parts/Ask.tsx';
import { Dot } from '../parts/Dot.tsx';
import { shownDay, withShownDays } from '../parts/days.ts';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/When.tsx';
import { useMay } from '../session/session.ts';
import { KIND_WORDS, SCOPE_SENTENCES } from './authorization-words.ts';
import classes from './ContactPage.module.css';
import { useRecordConsent } from './consent.ts';
import type { Contact } from './queries.ts';
import { SignedFile } from './SignedFile.tsx';

type Document = Contact['authorizations'][number];

const WORDS: Record<string, string> = KIND_WORDS;

/** The documents on file: what each allows and until when, or why it counts for nothing. */
export function Authorizations({ contact }: { contact: Contact }) {
  const { authorizations, id } = contact;
  const mayWrite = useMay('contacts:write');
  const [revoking, setRevoking] = useState<Document | null>(null);
  return (
    <Section
      title="Authorizations"
      note="Signed documents, read anew each time a message is about to go."
    >
      {authorizations.length === 0 && (
        <p className={classes.dim}>None on file. Marketing to this person would be refused.</p>
      )}
      <ul className={classes.documents}>
        {authorizations.map((document) => (
          <li key={document.id} className={classes.document}>
            <div className={classes.head}>
              <h3 className={classes.kinds}>{kindsOf(document)}</h3>
              <Dot tone={document.valid ? 'good' : 'fail'}>
                {document.revokedAt ? 'Revoked' : document.valid ? 'Valid' : 'Not valid'}
              </Dot>
            </div>
            <p className={classes.words}>
              {document.signedOn ? `Signed ${shownDay(document.signedOn)}` : 'Not signed and dated'}
              , {withShownDays(document.expiry)}. {SCOPE_SENTENCES[document.informationScope]}
            </p>
            {document.revokedAt && (
              <p className={classes.words}>
                Revoked: <When time={document.revokedAt} />
              </p>
            )}
            {document.valid && document.defects.length > 0 && (
              <p className={classes.words}>Not for all of these:</p>
            )}
            {document.defects.map((defect) => (
              <p key={defect} className={classes.words}>
                {withShownDays(defect)}
              </p>
            ))}
            <SignedFile id={id} documentId={document.id} of={kindsOf(document)} />
            {mayWrite && !document.revokedAt && (
              <Button
                size="xs"
                variant="default"
                aria-label={`Revoke: ${kindsOf(document)}`}
                onClick={() => setRevoking(document)}
              >
                Revoke
              </Button>
            )}
          </li>
        ))}
      </ul>
      {revoking && <Revoke id={id} document={revoking} close={() => setRevoking(null)} />}
    </Section>
  );
}

interface RevokeProps {
  id: string;
  document: Document;
  close: () => void;
}

function Revoke({ id, document, close }: RevokeProps) {
  const record = useRecordConsent(id, close);
  return (
    <Ask
      title="Revoke this authorization"
      yes="Record the revocation"
      grave
      pending={record.isPending}
      error={record.error}
      act={() => record.mutate({ kind: 'authorization_revoked', documentId: document.id })}
      close={close}
    >
      {kindsOf(document)}. It counts for nothing from the next message on, also in a campaign that
      is being sent now. A revocation stays on file; only a newly signed document allows again.
    </Ask>
  );
}

const kindsOf = ({ kinds }: Document) => kinds.map((kind) => WORDS[kind] ?? kind).join(', ');
