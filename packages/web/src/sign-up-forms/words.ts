import type { Asked, Content } from './queries.ts';

export const ASKED_WORDS: Readonly<Record<Asked, string>> = {
  given_name: 'Given name',
  family_name: 'Family name',
  phone: 'Phone',
  zip: 'ZIP code',
};
export const ASKED = Object.keys(ASKED_WORDS) as readonly Asked[];

/** A form to begin with: complete, and true of every organization that sends by Postern. */
export const STARTING: Content = {
  name: '',
  title: 'Our newsletter',
  about: 'What is new with us, and what you can do for your health: about once a month.',
  promise:
    'No spam: we use your address for what you ask for here and for nothing else, and give it to nobody.',
  topicIds: [],
  asked: [],
  places: [],
  active: true,
};

/** Lines of a field as a list: a site on each. */
export const placesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim().toLowerCase().replace(/\/$/, ''))
    .filter((line) => line !== '');
