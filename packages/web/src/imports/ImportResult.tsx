import { Alert, Button, Group } from '@mantine/core';
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react';
import { number, plural } from '../parts/figures.ts';
import { ButtonLink } from '../parts/links.tsx';
import spine from '../parts/Spine.module.css';
import { When } from '../parts/When.tsx';
import { useMay } from '../session/session.ts';
import { DoubtfulAddresses } from './DoubtfulAddresses.tsx';
import { ImportFigures } from './ImportFigures.tsx';
import { ImportSpine } from './ImportSpine.tsx';
import classes from './Imports.module.css';
import type { Import } from './queries.ts';

/** The last step: what became of the rows, and those that were rejected, to take away and mend. */
export function ImportResult({ of }: { of: Import }) {
  const mayRead = useMay('people:read');
  return (
    <div className={spine.layout}>
      <ImportSpine at={3} />
      <div className={spine.content}>
        {of.state === 'failed' && (
          <Alert
            role="alert"
            variant="outline"
            color="brick"
            icon={<IconAlertTriangle aria-hidden />}
            title="The import failed"
          >
            {of.problem ?? 'The reason is not known.'} What had been imported before stays; the same
            file again goes on from there, since a row that is known changes nothing.
          </Alert>
        )}
        {of.state === 'cancelled' && (
          <p>
            The import was cancelled. What had been imported before stays; the file was deleted.
          </p>
        )}
        <p className={classes.dim}>
          {plural(of.rowsDone, 'row')} read. Finished: <When time={of.finishedAt} />
        </p>
        <ImportFigures of={of} />
        {of.rejected > 0 && (
          <div>
            <p>
              {number(of.rejected)} {of.rejected === 1 ? 'row was' : 'rows were'} left out. The file
              of rejected rows has the reason in each; mend them there and import that file.
            </p>
            {mayRead && (
              <Button
                component="a"
                variant="default"
                href={`/api/v1/imports/${of.id}/rejects`}
                download
                leftSection={<IconDownload size={16} aria-hidden />}
              >
                Download rejected rows
              </Button>
            )}
          </div>
        )}
        <DoubtfulAddresses of={of} />
        <Group>
          <ButtonLink to="/segments/new">Build a segment</ButtonLink>
          {mayRead && (
            <ButtonLink to="/contacts" variant="default" preload={false}>
              See the contacts
            </ButtonLink>
          )}
        </Group>
      </div>
    </div>
  );
}
