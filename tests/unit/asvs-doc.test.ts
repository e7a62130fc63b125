import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** How many items of levels 1 and 2 each section of ASVS 5.0 has, level 3 left out. */
const ITEMS: Readonly<Record<string, number>> = {
  '6.1': 3,
  '6.2': 12,
  '6.3': 4,
  '6.4': 4,
  '6.5': 5,
  '6.6': 3,
  '6.8': 4,
  '7.1': 3,
  '7.2': 4,
  '7.3': 2,
  '7.4': 5,
  '7.5': 2,
  '7.6': 2,
  '8.1': 2,
  '8.2': 3,
  '8.3': 1,
  '8.4': 1,
  '14.1': 2,
  '14.2': 4,
  '14.3': 3,
};

/** The tests that a page names: `tests/a.test.ts`, with “what it says” where one of it is meant. */
const named = (path: string) =>
  [...read(path).matchAll(/`((?:tests|packages)\/[^`\s]+\.ts)`(?:: “([^”]+)”)?/g)].map(
    ([, file = '', name]) => ({ file, name }),
  );

describe.each(['docs/asvs.md', 'docs/threat-model.md'])('%s', (page) => {
  it('names tests that there are', () => {
    expect(named(page).length).toBeGreaterThan(10);
    for (const { file, name } of named(page)) {
      expect([file, existsSync(join(ROOT, file))]).toEqual([file, true]);
      if (name !== undefined) {
        expect([file, name, read(file).includes(name)]).toEqual([file, name, true]);
      }
    }
  });

  it('leads to pages and sections that there are', () => {
    for (const [, path = '', section] of read(page).matchAll(
      /\]\((?!https?:)([^)#]+)#?([^)]*)\)/g,
    )) {
      const target = join('docs', path);
      expect([target, existsSync(join(ROOT, target))]).toEqual([target, true]);
      if (!section) continue;
      const heads = [...read(target).matchAll(/^#+ (.+)$/gm)].map(([, head = '']) =>
        head
          .toLowerCase()
          .replaceAll(/[^a-z0-9 -]/g, '')
          .replaceAll(' ', '-'),
      );
      expect(heads).toContain(section);
    }
  });
});

describe('the walk through ASVS', () => {
  it('leaves out no item of levels 1 and 2, and says of each where it stands', () => {
    const rows = [
      ...read('docs/asvs.md').matchAll(/^\| (\d+\.\d+)\.(\d+) \| ([12]) \| (.+) \| (.+) \|$/gm),
    ];
    const found: Record<string, number> = {};
    for (const [, section = '', , , , shown = ''] of rows) {
      found[section] = (found[section] ?? 0) + 1;
      expect(shown).toMatch(/`|not yet|in writing|there (?:is|are) no/);
    }
    expect(found).toEqual(ITEMS);
  });
});
