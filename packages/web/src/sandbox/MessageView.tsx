import { Anchor, Button, Skeleton, Tabs } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Facts } from '../parts/Facts.tsx';
import { Problem } from '../parts/Problem.tsx';
import { When } from '../parts/When.tsx';
import { FileList } from '../templates/attachments/FileList.tsx';
import { Headers } from './Headers.tsx';
import { HtmlPart } from './HtmlPart.tsx';
import { MessageLinks } from './MessageLinks.tsx';
import { type MessageTab, messageQuery, type SandboxSearch } from './queries.ts';
import classes from './Sandbox.module.css';

interface Props {
  id: string;
  tab: MessageTab;
  phone: boolean;
  /** Changes the address: another tab or width, or no message. */
  change: (search: { [Key in keyof SandboxSearch]: SandboxSearch[Key] | undefined }) => void;
}

/** One captured message: what its recipient would have seen, and how it traveled. */
export function MessageView({ id, tab, phone, change }: Props) {
  const { data: message, error } = useQuery(messageQuery(id));
  if (error) return <Problem error={error} />;
  if (!message) return <Skeleton h={640} />;
  const { subject, from, to, receivedAt, dkim, tls, text, source, headers, html } = message;
  const address = `/api/v1/sandbox/messages/${id}`;
  const { protocol, cipher } = tls ?? {};
  return (
    <article className={classes.message} aria-label={`Message: ${subject}`}>
      <Button
        className={classes.back ?? ''}
        variant="default"
        size="xs"
        leftSection={<IconArrowLeft size={14} aria-hidden />}
        onClick={() => change({ message: undefined })}
      >
        All mail
      </Button>
      <h2 className={classes.title}>{subject}</h2>
      <Facts
        facts={[
          ['From', from],
          ['To', to],
          ['Arrived', <When key="time" time={receivedAt} />],
          ['Signature (DKIM)', dkim === 'pass' ? 'Passes: it came as it was signed' : dkim],
          ['Traveled under', tls ? `${protocol}, ${cipher}` : 'no encryption'],
        ]}
      />
      <FileList
        files={message.attachments}
        href={(_, place) => `${address}/attachments/${place}`}
      />
      <Tabs
        className={classes.tabs ?? ''}
        value={tab}
        onChange={(chosen) => change({ tab: (chosen ?? 'html') as MessageTab })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="html">HTML</Tabs.Tab>
          <Tabs.Tab value="text">Text</Tabs.Tab>
          <Tabs.Tab value="links">Links</Tabs.Tab>
          <Tabs.Tab value="headers">Headers</Tabs.Tab>
          <Tabs.Tab value="source">Source</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="html">
          <HtmlPart
            message={message}
            phone={phone}
            setPhone={(on) => change({ width: on ? 'phone' : undefined })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="text">
          {text === null ? (
            <p>It has no text part.</p>
          ) : (
            <pre className={classes.plain}>{text}</pre>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="links">
          <MessageLinks html={html} />
        </Tabs.Panel>
        <Tabs.Panel value="headers">
          <Headers headers={headers} />
        </Tabs.Panel>
        <Tabs.Panel value="source">
          <Anchor href={`${address}/source`} download className={classes.download ?? ''}>
            Download the source
          </Anchor>
          {/* what scrolls must be reachable by keyboard */}
          <pre className={classes.source} tabIndex={0}>
            {source}
          </pre>
        </Tabs.Panel>
      </Tabs>
    </article>
  );
}
