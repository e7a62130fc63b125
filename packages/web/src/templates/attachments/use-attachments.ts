import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { answer, api, ifMatch } from '../../api/client.ts';
import { ProblemError, problemOf } from '../../api/problem.ts';
import { upload } from '../../api/upload.ts';
import { currentOf } from '../../parts/Conflict.tsx';
import { fileSize } from '../../parts/figures.ts';
import type { Template } from '../queries.ts';

/** As the server has it: what is larger need not travel to be refused. */
const LARGEST = 4 * 1024 * 1024;

type Attached = Template['attachments'][number];

export const attachmentUrl = (templateId: string, id: string) =>
  `/api/v1/templates/${templateId}/attachments/${id}`;

/** Adds files one after the other, and removes them; each on the version that the last one made. */
export function useAttachments(
  template: Template,
  take: (template: Template) => void,
  see: (theirs: Template) => void,
) {
  const [uploading, setUploading] = useState<{ filename: string; sent: number } | null>(null);
  const [failures, setFailures] = useState<readonly unknown[]>([]);
  const [said, setSaid] = useState('');
  const stopper = useRef<AbortController>(null);
  useEffect(() => () => stopper.current?.abort(), []);

  const adding = useMutation({
    mutationFn: async (files: readonly File[]) => {
      let { version } = template;
      const added: string[] = [];
      for (const file of files) {
        try {
          const next = await send(file, version);
          version = next.version;
          added.push(file.name);
          take(next);
        } catch (error) {
          setFailures((before) => [...before, error]);
          const theirs = currentOf<Template>(error);
          if (theirs) see(theirs);
          if (theirs || problemOf(error).code === 'stopped') break;
        }
      }
      return added;
    },
    onMutate: () => {
      setFailures([]);
      setSaid('');
    },
    onSuccess: (added) => setSaid(added.length === 0 ? '' : `Attached: ${added.join(', ')}.`),
    onSettled: () => setUploading(null),
  });

  const send = async (file: File, version: number): Promise<Template> => {
    if (file.size > LARGEST) throw tooLarge(file);
    const { signal } = (stopper.current = new AbortController());
    setUploading({ filename: file.name, sent: 0 });
    const answered = await upload({
      url: `/api/v1/templates/${template.id}/attachments`,
      file,
      headers: ifMatch(version),
      sent: (share) => setUploading({ filename: file.name, sent: share }),
      signal,
    });
    return answered as Template;
  };

  const removing = useMutation({
    mutationFn: ({ id }: Attached) =>
      answer(
        api.DELETE('/api/v1/templates/{id}/attachments/{attachmentId}', {
          params: { path: { id: template.id, attachmentId: id } },
          headers: ifMatch(template.version),
        }),
      ),
    onMutate: () => {
      setFailures([]);
      setSaid('');
    },
    onSuccess: (next, { filename }) => {
      take(next);
      setSaid(`Removed: ${filename}. Campaigns that were launched keep it.`);
    },
    onError: (error) => {
      setFailures([error]);
      const theirs = currentOf<Template>(error);
      if (theirs) see(theirs);
    },
  });

  return {
    add: (files: readonly File[]) => {
      if (files.length > 0) adding.mutate(files);
    },
    remove: (file: Attached) => removing.mutate(file),
    stop: () => stopper.current?.abort(),
    uploading,
    removing: removing.isPending,
    failures,
    said,
  };
}

function tooLarge({ name, size }: File): ProblemError {
  return new ProblemError({
    type: 'about:blank',
    title: 'Too large',
    status: 413,
    detail: `“${name}” is ${fileSize(size)} large: expected at most ${fileSize(LARGEST)} a file.`,
    code: 'too_large',
  });
}
