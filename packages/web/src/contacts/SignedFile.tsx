import { Anchor, Button, FileButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Ask } from '../parts/Ask.tsx';
import { shownDay } from '../parts/days.ts';
import { Problem } from '../parts/Problem.tsx';
import { When } from '../parts/When.tsx';
import { useMay } from '../session/session.ts';
import classes from './ContactPage.module.css';
import {
  type KeptDocument,
  signingQuery,
  useDeleteDocument,
  useFileScan,
  useGiveCopy,
} from './signing.ts';

export const SCAN_TYPES = 'application/pdf,image/png,image/jpeg';
const COPY_WORDS = { mail: 'by mail', portal: 'behind their link', paper: 'on paper' } as const;

interface Props {
  id: string;
  documentId: string;
  /** What it allows, for those who only hear the buttons. */
  of: string;
}

/** The file of a signed document: to download, hand out, or add; and until when it is kept. */
export function SignedFile({ id, documentId, of }: Props) {
  const { data } = useQuery(signingQuery(id));
  const document = data?.documents.find((one) => one.id === documentId);
  const mayWrite = useMay('contacts:write');
  if (!document) return null;
  return (
    <div style={{ marginBottom: 8 }}>
      <p className={classes.dim}>
        {document.keepUntil === null
          ? 'Kept for as long as it stands, and six years more.'
          : `Kept until ${shownDay(document.keepUntil)}.`}{' '}
        {document.file && <Copied file={document.file} />}
      </p>
      {document.file ? (
        <Filed id={id} document={document} of={of} mayWrite={mayWrite} />
      ) : (
        mayWrite && <AddScan id={id} documentId={documentId} of={of} />
      )}
    </div>
  );
}

type File = NonNullable<KeptDocument['file']>;

function Copied({ file: { copyGivenAt, copyWay } }: { file: File }) {
  if (copyGivenAt === null || copyWay === null) return <>They have no copy yet.</>;
  return (
    <>
      Copy given {COPY_WORDS[copyWay]}: <When time={copyGivenAt} />.
    </>
  );
}

interface FiledProps {
  id: string;
  document: KeptDocument;
  of: string;
  mayWrite: boolean;
}

function Filed({ id, document, of, mayWrite }: FiledProps) {
  const mayDelete = useMay('contacts:delete');
  const give = useGiveCopy(id, document.id);
  const [deleting, setDeleting] = useState(false);
  const remove = useDeleteDocument(id, document.id);
  const online = document.file?.source !== 'paper';
  const send = () =>
    give.mutate('portal', {
      onSuccess: ({ notice }) =>
        notifications.show({
          message:
            notice === 'sent'
              ? 'A link to the copy is on its way by mail.'
              : 'The mail did not leave.',
        }),
    });
  return (
    <>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '8px 16px', alignItems: 'center' }}>
        <Anchor href={`/api/v1/contacts/${id}/documents/${document.id}`} download>
          {online ? 'Signed document' : 'Scan'}
          <span style={{ position: 'absolute', clipPath: 'inset(50%)' }}>: {of}</span>
        </Anchor>
        {mayWrite && online && (
          <Button size="xs" variant="default" loading={give.isPending} onClick={send}>
            Mail a link to the copy
          </Button>
        )}
        {mayWrite && document.file?.copyGivenAt === null && (
          <Button size="xs" variant="default" onClick={() => give.mutate('paper')}>
            Copy handed over on paper
          </Button>
        )}
        {mayDelete && isOver(document.keepUntil) && (
          <Button size="xs" variant="default" onClick={() => setDeleting(true)}>
            Delete the file
          </Button>
        )}
      </div>
      <Problem error={give.error} />
      {deleting && (
        <Ask
          title="Delete this file?"
          yes="Delete it"
          grave
          pending={remove.isPending}
          error={remove.error}
          act={() => remove.mutate(undefined, { onSuccess: () => setDeleting(false) })}
          close={() => setDeleting(false)}
        >
          The six years are over. That it was signed stays on record; the file is gone for good.
        </Ask>
      )}
    </>
  );
}

/** The server has the last word; before that the button would only say no. */
const isOver = (day: string | null) =>
  day !== null && day < new Date(Date.now() - 43_200_000).toISOString().slice(0, 10);

function AddScan({ id, documentId, of }: Props) {
  const file = useFileScan(id);
  return (
    <>
      <FileButton
        accept={SCAN_TYPES}
        onChange={(chosen) => chosen && file.mutate({ documentId, file: chosen })}
      >
        {(props) => (
          <Button
            {...props}
            size="xs"
            variant="default"
            loading={file.isPending}
            aria-label={`Add the scan: ${of}`}
          >
            Add the scan
          </Button>
        )}
      </FileButton>
      <Problem error={file.error} />
    </>
  );
}
