import type { SignUpContent } from './content.ts';

interface OfferedTopic {
  readonly name: string;
  readonly description: string;
}

/**
 * The words of the request itself, said clearly above the button (affirmative consent, 15 USC
 * 7702(1)). Nothing in them is about the person who reads.
 */
export const requestWords = (sender: string) =>
  `You ask ${sender} to send you mailings by email: news, invitations and offers about what you choose. It is no condition of anything. Every one of them has a link to end it.`;

/** So that nobody can sign up somebody else. */
export const CONFIRM_WORDS =
  'First you get one mail with a link. Nothing else is sent, and nothing is put on file, unless you open it and confirm.';

/** Every line that stands on the page before somebody presses the button, as it is kept with their choice. */
export function signUpLines(
  sender: string,
  { title, about, promise }: Pick<SignUpContent, 'title' | 'about' | 'promise'>,
  topics: readonly OfferedTopic[],
): readonly string[] {
  return [
    title,
    ...paragraphs(about),
    ...topics.flatMap(({ name, description }) => [name, description]),
    requestWords(sender),
    ...paragraphs(promise),
    CONFIRM_WORDS,
  ].filter((line) => line !== '');
}

/** Text that people wrote, taken apart where they left a line. */
export const paragraphs = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
