import { Anchor, Button } from '@mantine/core';
import { fileSize } from '../../parts/figures.ts';
import classes from './Attachments.module.css';

interface Listed {
  readonly filename: string;
  /** In bytes. */
  readonly size: number;
}

interface Props<File extends Listed> {
  files: readonly File[];
  /** Where a file is downloaded; its place is from 0. */
  href?: (file: File, place: number) => string;
  remove?: ((file: File) => void) | undefined;
  /** While one is removed or added. */
  busy?: boolean;
}

/** Attached files in their order, each with its size. */
export function FileList<File extends Listed>({ files, href, remove, busy }: Props<File>) {
  if (files.length === 0) return null;
  return (
    <ul className={classes.files} aria-label="Attachments">
      {files.map((file, place) => (
        // two files may have the same name
        <li key={`${place} ${file.filename}`} className={classes.file}>
          {href ? (
            <Anchor href={href(file, place)} download className={classes.name ?? ''}>
              {file.filename}
            </Anchor>
          ) : (
            <span className={classes.name}>{file.filename}</span>
          )}
          <span className={classes.size}>{fileSize(file.size)}</span>
          {remove && (
            <Button
              size="compact-sm"
              variant="default"
              disabled={busy ?? false}
              aria-label={`Remove ${file.filename}`}
              onClick={() => remove(file)}
            >
              Remove
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
