const SECTIONS = ['roles', 'invitations', 'sign-in', 'single-sign-on'] as const;

type Section = (typeof SECTIONS)[number];

/** The section of an address; people, which come first, are not named in it. */
export function sectionOf(word: unknown): { section?: Section } {
  const section = SECTIONS.find((one) => one === word);
  return section ? { section } : {};
}
