import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { Section } from '../parts/Section.tsx';
import type { Organization } from './queries.ts';
import classes from './Settings.module.css';

interface Props {
  records: Organization['dkim'];
  domain: string;
}

/** The records by which receivers can tell that mail is ours. */
export function Dkim({ records, domain }: Props) {
  return (
    <Section
      title="Signature"
      note={`Every message is signed for ${domain}. Publish this in its DNS, so that receivers can check the signature (DKIM).`}
    >
      {records.length === 0 && (
        <p className={classes.dim}>The key is made with the first save of a From address.</p>
      )}
      {records.map(({ selector, domain: of, dnsRecord }) => (
        <div key={selector + of} className={classes.record}>
          <code>{dnsRecord}</code>
          <CopyButton value={dnsRecord} timeout={2000}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                size="xs"
                style={{ flexShrink: 0 }}
                leftSection={
                  copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />
                }
                aria-label={`Copy the record of ${selector}`}
                onClick={copy}
              >
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
        </div>
      ))}
    </Section>
  );
}
