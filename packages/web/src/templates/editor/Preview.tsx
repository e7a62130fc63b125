import { Alert, SegmentedControl } from '@mantine/core';
import { IconUserOff } from '@tabler/icons-react';
import { useState } from 'react';
import { MailFrame } from '../../parts/MailFrame.tsx';
import { Section } from '../../parts/Section.tsx';
import { useMay } from '../../session/session.ts';
import { FileList } from '../attachments/FileList.tsx';
import type { Checked, Source, Template } from '../queries.ts';
import classes from '../Templates.module.css';
import { PreviewAs } from './PreviewAs.tsx';
import { usePreviewAs } from './use-preview-as.ts';

const PHONE = 390;
const HEIGHT = 640;

interface Props {
  source: Source;
  /** The files that come with the message. */
  attached: Template['attachments'];
  templateId: string | undefined;
  /** The last check without problems; null: there was none yet. */
  compiled: Checked | null;
  /** True while the source has problems, so that what is shown is older. */
  older: boolean;
}

/** How it looks, on a desk and on a phone, as HTML and as text; with fields, or as one person. */
export function Preview({ source, attached, templateId, compiled, older }: Props) {
  const [width, setWidth] = useState('desk');
  const [form, setForm] = useState('html');
  const maySee = useMay('people:read');
  const as = usePreviewAs(source, templateId);
  const rendered = as.result?.rendered ?? null;
  const shown = rendered ?? (compiled && { ...source, ...compiled });
  const refused = as.person !== null && as.result?.refused;
  return (
    <Section
      title="Preview"
      note={
        as.person
          ? `As ${as.person.name} would get it. Whether they may get it, the gate decides in a campaign.`
          : 'Fields in braces are filled in for each person.'
      }
    >
      <div className={classes.bar}>
        <SegmentedControl
          aria-label="Form"
          data={[
            { value: 'html', label: 'HTML' },
            { value: 'text', label: 'Plain text' },
          ]}
          value={form}
          onChange={setForm}
        />
        <SegmentedControl
          aria-label="Width"
          data={[
            { value: 'desk', label: 'Desktop' },
            { value: 'phone', label: 'Phone' },
          ]}
          value={width}
          onChange={setWidth}
          disabled={form === 'text'}
        />
        {maySee && <PreviewAs as={as} />}
      </div>
      {older && shown && !as.person && (
        <p className={classes.dim} role="status">
          There are problems, so this shows how it was before them.
        </p>
      )}
      {as.stale && (
        <p className={classes.dim} role="status">
          Made before your last change. Each look at a person is recorded, so it is made again only
          when you ask.
        </p>
      )}
      {refused && (
        <Alert
          role="alert"
          variant="outline"
          color="amber"
          icon={<IconUserOff aria-hidden />}
          title="It cannot be made for this person"
        >
          {refused} In a campaign they would be refused with this reason, and nobody else would be
          touched by it.
        </Alert>
      )}
      {!refused && shown && (
        <>
          <div className={classes.envelope}>
            <p className={classes.subject}>{shown.subject || 'No subject'}</p>
            <p className={classes.dim}>{shown.preheader || 'No preheader'}</p>
          </div>
          {form === 'text' ? (
            <pre className={classes.plain}>{shown.text}</pre>
          ) : (
            <MailFrame
              title="Preview of the message"
              html={still(shown.html ?? '')}
              height={HEIGHT}
              width={width === 'phone' ? PHONE : undefined}
            />
          )}
          <FileList files={rendered?.attachments ?? attached} />
        </>
      )}
      {!refused && !shown && (
        <p className={classes.dim}>Once it has no problems, it is shown here.</p>
      )}
    </Section>
  );
}

/** The picture that counts opens is there only once a message is sent. */
const still = (html: string) => html.replace(/<img[^>]*\{\{\s*OpenUrl\s*\}\}[^>]*>/g, '');
