const WORDS: Readonly<Record<string, string>> = {
  import: 'From an imported file',
  'one-click': 'By one click in their mail program',
  page: 'On the page that mail links to',
  staff: 'Recorded by staff',
  paper: 'From a paper',
  tablet: 'On a tablet in the practice',
  complaint: 'By a complaint to their mail provider',
  expiry: 'By the day or the event that ends it',
  kept: 'Kept from a record that was deleted',
  merge: 'When two records were put together',
  fhir: 'From another system',
  sign_up: 'By a sign-up form, and confirmed by the link that was mailed to the address',
  demo: 'Made up for the demonstration',
};

/** Where an event of the ledger came from, in words; a source that is not known as it stands. */
export function sourceWords(source: string): string {
  return (Object.hasOwn(WORDS, source) ? WORDS[source] : undefined) ?? source;
}
