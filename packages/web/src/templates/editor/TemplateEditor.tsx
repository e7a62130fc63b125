import { Tabs, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { ClassChip } from '../../parts/ClassChip.tsx';
import { Problem } from '../../parts/Problem.tsx';
import {
  type Checked,
  checkQuery,
  type Place,
  sourceOf,
  type Template,
  type TemplateProblem,
} from '../queries.ts';
import classes from '../Templates.module.css';
import { CodeArea } from './CodeArea.tsx';
import { FieldOffers } from './FieldOffers.tsx';
import { Preview } from './Preview.tsx';
import { Problems } from './Problems.tsx';
import { putCursor, typeInto } from './place-text.ts';
import type { TemplateDraft } from './use-draft.ts';
import { Warnings } from './Warnings.tsx';

const PAUSE_MS = 400;

interface Props {
  draft: TemplateDraft;
  change: (some: Partial<TemplateDraft>) => void;
  readOnly: boolean;
  /** Where files are attached. */
  attachments: ReactNode;
  /** The files that come with the message. */
  attached: Template['attachments'];
  /** Of a template that is saved. */
  templateId?: string;
}

/** Name, subject, preheader, source and text; beside them what is wrong and what can be filled in. */
export function TemplateEditor(props: Props) {
  const { draft, change, readOnly, attachments, attached, templateId } = props;
  const { name, subject, preheader, mjml, text } = draft;
  const source = useMemo(
    () => sourceOf({ subject, preheader, mjml, text }),
    [subject, preheader, mjml, text],
  );
  const [asked] = useDebouncedValue(source, PAUSE_MS);
  const { data: checked, error, isFetching } = useQuery(checkQuery(asked));
  const compiled = useLastGood(checked);
  const [place, setPlace] = useState<Place>('body');
  const [tab, setTab] = useState<'body' | 'text'>('body');
  const subjectField = useRef<HTMLInputElement>(null);
  const preheaderField = useRef<HTMLInputElement>(null);
  const bodyField = useRef<HTMLTextAreaElement>(null);
  const textField = useRef<HTMLTextAreaElement>(null);
  const problems = checked?.problems;
  const named = name.trim() === '' ? 'without_name' : 'ready';
  const savable = readOnly ? null : named;
  const linesOf = (of: Place) =>
    new Set(problems?.filter((one) => one.place === of).map(({ line }) => line));
  const firstOf = (of: Place) => problems?.find((one) => one.place === of)?.sentence;

  /** The tab of a hidden part is shown first; only then can the cursor go there. */
  const within = (of: Place, act: (field: HTMLInputElement | HTMLTextAreaElement) => void) => {
    const fields = {
      subject: subjectField,
      preheader: preheaderField,
      body: bodyField,
      text: textField,
    };
    if (of === 'body' || of === 'text') setTab(of);
    setPlace(of);
    requestAnimationFrame(() => {
      const field = fields[of].current;
      if (field) act(field);
    });
  };
  const go = ({ place: of, line, column }: TemplateProblem) =>
    within(of, (field) => putCursor(field, line, column));
  const insert = (typed: string, back: number) =>
    within(place, (field) => {
      typeInto(field, typed);
      const at = (field.selectionStart ?? 0) - back;
      field.setSelectionRange(at, at);
    });
  return (
    <>
      <div className={classes.layout}>
        <div className={classes.fields}>
          <TextInput
            label="Name"
            description="For you; the recipients do not see it."
            maxLength={120}
            required
            withAsterisk={false}
            readOnly={readOnly}
            value={name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <TextInput
            ref={subjectField}
            label="Subject"
            maxLength={998}
            readOnly={readOnly}
            value={subject}
            error={firstOf('subject')}
            onFocus={() => setPlace('subject')}
            onChange={(event) => change({ subject: event.currentTarget.value })}
          />
          <TextInput
            ref={preheaderField}
            label="Preheader"
            description="The line that mail programs show after the subject."
            maxLength={1000}
            readOnly={readOnly}
            value={preheader}
            error={firstOf('preheader')}
            onFocus={() => setPlace('preheader')}
            onChange={(event) => change({ preheader: event.currentTarget.value })}
          />
          <Tabs
            value={tab}
            onChange={(chosen) => {
              const next = chosen === 'text' ? 'text' : 'body';
              setTab(next);
              setPlace(next);
            }}
          >
            <Tabs.List mb="sm">
              <Tabs.Tab value="body">Message</Tabs.Tab>
              <Tabs.Tab value="text">Plain text</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="body">
              <CodeArea
                area={bodyField}
                label="Source, in MJML"
                value={mjml}
                change={(value) => change({ mjml: value })}
                faults={linesOf('body')}
                focused={() => setPlace('body')}
                readOnly={readOnly}
              />
            </Tabs.Panel>
            <Tabs.Panel value="text">
              <CodeArea
                area={textField}
                label="Plain text; empty: made from the message"
                value={text}
                change={(value) => change({ text: value })}
                faults={linesOf('text')}
                focused={() => setPlace('text')}
                readOnly={readOnly}
              />
            </Tabs.Panel>
          </Tabs>
          <Problem error={error} />
          {attachments}
        </div>
        <aside className={classes.aside} aria-label="About this template">
          <section aria-labelledby="class-title">
            <h2 id="class-title" className={classes.asideTitle}>
              Class
            </h2>
            <ClassChip of={checked?.class ?? null} />
            {checked?.class && (
              <p className={classes.dim}>Because of “{checked.class.causedByLabel}”.</p>
            )}
          </section>
          <Problems problems={problems} checking={isFetching} save={savable} go={go} />
          <Warnings warnings={checked?.warnings ?? []} />
          {!readOnly && <FieldOffers place={place} insert={insert} />}
        </aside>
      </div>
      <div style={{ marginTop: 32 }}>
        <Preview
          source={source}
          attached={attached}
          templateId={templateId}
          compiled={compiled}
          older={checked !== undefined && checked.html === null}
        />
      </div>
    </>
  );
}

/** The last check that compiled: while one is typing, the preview does not go away. */
function useLastGood(checked: Checked | undefined): Checked | null {
  const [good, setGood] = useState<Checked | null>(null);
  if (!checked || checked.html === null || checked === good) return good;
  setGood(checked);
  return checked;
}
