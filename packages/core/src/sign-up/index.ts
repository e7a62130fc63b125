export { confirmedFacts } from './confirmed-facts.ts';
export {
  ASKED,
  type Asked,
  type ContentFault,
  MOST_PLACES,
  MOST_TOPICS,
  type SignUpContent,
  signUpFaults,
} from './content.ts';
export { CONFIRM_WORDS, paragraphs, requestWords, signUpLines } from './wording.ts';
