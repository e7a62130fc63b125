import { Button, Progress } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { TextLink } from '../parts/links.tsx';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Problem } from '../parts/Problem.tsx';
import spine from '../parts/Spine.module.css';
import { useMay } from '../session/session.ts';
import { ImportSpine } from './ImportSpine.tsx';
import classes from './Imports.module.css';
import { previewQuery, rememberImport } from './queries.ts';
import { uploadFile } from './upload.ts';

/** The first step of an import: a file, by hand or dropped. */
export function NewImportPage() {
  return useMay('imports:write') ? (
    <ChooseFile />
  ) : (
    <NotForRole title="Import contacts" needs="contacts:write" />
  );
}

function ChooseFile() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [sent, setSent] = useState(0);
  const [over, setOver] = useState(false);
  const stopper = useRef<AbortController>(null);
  useEffect(() => () => stopper.current?.abort(), []);
  const upload = useMutation({
    mutationFn: (file: File) => {
      setSent(0);
      stopper.current = new AbortController();
      return uploadFile(file, setSent, stopper.current.signal);
    },
    onSuccess: (preview) => {
      queries.setQueryData(previewQuery(preview.import.id).queryKey, preview);
      rememberImport(queries, preview.import);
      void navigate({ to: '/imports/$id', params: { id: preview.import.id } });
    },
  });
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file) upload.mutate(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!upload.isPending) take(event.dataTransfer.files);
  };
  return (
    <>
      <PageHeader title="Import contacts" above={<TextLink to="/imports">Imports</TextLink>} />
      <div className={spine.layout}>
        <ImportSpine at={0} missing={upload.isPending ? undefined : 'a file'} />
        <div className={spine.content}>
          <Problem error={upload.error} />
          {}
          <div
            className={classes.drop}
            data-over={over || undefined}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(true);
            }}
            onDragLeave={() => setOver(false)}
            onDrop={drop}
          >
            <IconFileSpreadsheet size={32} stroke={1.25} aria-hidden />
            <p className={classes.dropTitle}>
              {upload.isPending ? 'Uploading' : 'Drop a CSV or NDJSON file here'}
            </p>
            {upload.isPending ? (
              <>
                <Progress
                  value={sent * 100}
                  w="100%"
                  maw={320}
                  aria-label="Uploaded"
                  transitionDuration={150}
                />
                <p className={classes.dim}>
                  {sent < 1 ? `${Math.floor(sent * 100)}% sent` : 'Sealing it and looking at it'}
                </p>
                <Button variant="default" onClick={() => stopper.current?.abort()}>
                  Stop
                </Button>
              </>
            ) : (
              <>
                <p className={classes.dim}>or</p>
                <Button onClick={() => input.current?.click()}>Choose a file</Button>
              </>
            )}
            <input
              ref={input}
              type="file"
              hidden
              aria-label="CSV file, or NDJSON"
              accept=".csv,.tsv,.txt,.ndjson,.jsonl,text/csv,text/tab-separated-values,text/plain"
              onChange={(event) => {
                take(event.currentTarget.files);
                event.currentTarget.value = '';
              }}
            />
          </div>
          <ul className={classes.promises}>
            <li>
              CSV in UTF-8 with commas, semicolons or tabs, the headings in the first row; or
              NDJSON, one object a line.
            </li>
            <li>
              One column has to be the email or the record number: it says who a row is about.
            </li>
            <li>Nothing is imported before you have said which column is what.</li>
            <li>
              The file is sealed as it arrives and deleted when the import is done. The same file
              twice changes nothing.
            </li>
          </ul>
        </div>
      </div>
    </>
  );
}
