import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import classes from './Domains.module.css';
import type { DnsRecord } from './streams.ts';

/** A record to publish, to be copied as a panel asks for it or as a line of a zone file. */
export function DnsRecordView({ record }: { record: DnsRecord }) {
  const { name, type, value, zoneLine } = record;
  return (
    <div className={classes.record}>
      <dl>
        <dt>{type} record at</dt>
        <dd>{name}</dd>
        <dt>reads</dt>
        <dd>{value}</dd>
      </dl>
      <div className={classes.copies} data-print="no">
        <Copy what="name" of={name} value={name} />
        <Copy what="value" of={name} value={value} />
        <Copy what="zone line" of={name} value={zoneLine} />
      </div>
    </div>
  );
}

function Copy({ what, of, value }: { what: string; of: string; value: string }) {
  return (
    <CopyButton value={value} timeout={2000}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size="compact-xs"
          justify="flex-start"
          leftSection={
            copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />
          }
          aria-label={`${copied ? 'Copied' : `Copy ${what}`}: ${of}`}
          onClick={copy}
        >
          {copied ? 'Copied' : `Copy ${what}`}
        </Button>
      )}
    </CopyButton>
  );
}
