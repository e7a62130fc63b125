import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { number } from '../parts/figures.ts';
import { useMay } from '../session/session.ts';
import type { Import } from './queries.ts';

/** How many rows were imported with an address that is hardly a person's own. */
export function DoubtfulAddresses({ of }: { of: Import }) {
  const mayRead = useMay('people:read');
  const { role, disposable, impossible } = of.doubtfulAddresses;
  const kinds = [
    [role, 'an office’s or a program’s'],
    [disposable, 'disposable'],
    [impossible, 'one that cannot exist'],
  ] as const;
  const found = kinds.filter(([count]) => count > 0);
  if (found.length === 0) return null;
  return (
    <div>
      <p>
        Some addresses are hardly a person’s own, and were{' '}
        {of.addresses === 'drop' ? 'left out' : 'kept'}:{' '}
        {found.map(([count, kind]) => `${number(count)} ${kind}`).join(', ')}.
      </p>
      {mayRead && (
        <Button
          component="a"
          variant="default"
          href={`/api/v1/imports/${of.id}/warnings`}
          download
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          Download these rows
        </Button>
      )}
    </div>
  );
}
