import { useSessionStorage } from '@mantine/hooks';
import type { Source } from '../queries.ts';
import { sourceOf } from '../queries.ts';

export interface TemplateDraft extends Source {
  readonly name: string;
  /** The version that it began with; 0: a new template. */
  readonly version: number;
}

type Saved = Source & { readonly name: string; readonly version: number };

const draftOf = (saved: Saved): TemplateDraft => ({
  ...sourceOf(saved),
  name: saved.name,
  version: saved.version,
});

const PARTS = ['name', 'subject', 'preheader', 'mjml', 'text'] as const;

/**
 * A template while it is being written. Each keystroke is kept in this tab (a template holds no
 * patient's data), so that it survives a reload; saving or undoing lets go of it.
 */
export function useDraft(key: string, saved: Saved) {
  const [kept, setKept, forget] = useSessionStorage<TemplateDraft | null>({
    key: `postern-template-${key}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  const draft = kept ?? draftOf(saved);
  return {
    draft,
    change: (some: Partial<TemplateDraft>) => setKept({ ...draft, ...some }),
    changed: kept !== null && PARTS.some((part) => kept[part] !== saved[part]),
    /** The next version has the same text: what was begun on `from` goes on from `to`. */
    rebase: (from: number, to: number) =>
      setKept((now) => (now?.version === from ? { ...now, version: to } : now)),
    forget,
  };
}
