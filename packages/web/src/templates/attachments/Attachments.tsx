import { Button, Progress } from '@mantine/core';
import { type DragEvent, type ReactNode, useId, useRef, useState } from 'react';
import { fileSize } from '../../parts/figures.ts';
import { Problem } from '../../parts/Problem.tsx';
import type { Template } from '../queries.ts';
import classes from './Attachments.module.css';
import { FileList } from './FileList.tsx';
import { attachmentUrl, useAttachments } from './use-attachments.ts';

const ACCEPT = '.pdf,.png,.jpg,.jpeg,.gif,.ics,.txt,.csv,.docx,.xlsx';

interface Props {
  template: Template;
  /** Given the template as it is after each change of its files made here. */
  take: (template: Template) => void;
  /** Given what somebody else made of it meanwhile. */
  see: (theirs: Template) => void;
  readOnly: boolean;
}

/** The files that everybody gets with the message; each change of them is a version. */
export function Attachments({ template, take, see, readOnly }: Props) {
  const { attachments } = template;
  const input = useRef<HTMLInputElement>(null);
  const choose = useRef<HTMLButtonElement>(null);
  const [over, setOver] = useState(false);
  const files = useAttachments(template, take, see);
  const { add, remove, stop, uploading, removing, failures, said } = files;
  const busy = uploading !== null || removing;
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!busy) add([...event.dataTransfer.files]);
  };
  return (
    <AttachmentsSection>
      <FileList
        files={attachments}
        href={({ id }) => attachmentUrl(template.id, id)}
        busy={busy}
        remove={
          readOnly
            ? undefined
            : (file) => {
                remove(file);
                // the button that was pressed goes away with its row
                choose.current?.focus();
              }
        }
      />
      {attachments.length > 0 && (
        <p className={classes.dim}>
          {attachments.length} of 5 files,{' '}
          {fileSize(attachments.reduce((sum, { size }) => sum + size, 0))} of 7 MB.
        </p>
      )}
      {readOnly && attachments.length === 0 && <p className={classes.dim}>No files.</p>}
      {!readOnly && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the button in it does the same
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
          {uploading && (
            <>
              <p className={classes.dim}>
                {uploading.sent < 1
                  ? `Uploading ${uploading.filename}, ${Math.floor(uploading.sent * 100)}% sent`
                  : `Looking at ${uploading.filename} and sealing it`}
              </p>
              <Progress
                value={uploading.sent * 100}
                w="100%"
                maw={320}
                aria-label={`Uploaded of ${uploading.filename}`}
                transitionDuration={150}
              />
              <Button size="xs" variant="default" onClick={stop}>
                Stop
              </Button>
            </>
          )}
          <Button
            ref={choose}
            size="xs"
            variant="default"
            // stays where focus is while it has nothing to do
            {...(busy && { 'data-disabled': true })}
            aria-disabled={busy}
            onClick={() => !busy && input.current?.click()}
          >
            Add files
          </Button>
          <p className={classes.dim}>
            Or drop them here: PDF, pictures, calendar, text, CSV, Word and Excel files of up to 4
            MB.
          </p>
          <input
            ref={input}
            type="file"
            hidden
            multiple
            aria-label="Files to attach"
            accept={ACCEPT}
            onChange={(event) => {
              add([...(event.currentTarget.files ?? [])]);
              event.currentTarget.value = '';
            }}
          />
        </div>
      )}
      <p className={classes.dim} role="status">
        {said}
      </p>
      {failures.map((failure, place) => (
        <Problem key={place} error={failure} />
      ))}
    </AttachmentsSection>
  );
}

/** With the one line that says what a file is to everybody who gets it. */
export function AttachmentsSection({ children }: { children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <h2 id={id} className={classes.title}>
        Attachments
      </h2>
      <p className={classes.dim}>
        Everybody gets the same files, with nothing filled in. They do not count for the class: what
        they say of whoever gets them, you answer for.
      </p>
      {children}
    </section>
  );
}
