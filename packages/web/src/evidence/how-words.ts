import type { EvidencePerson } from './people.ts';

type Delivery = NonNullable<EvidencePerson['delivery']>;

/** How a message left, or what came of the last attempt, a sentence each. */
export function howWords(state: string, delivery: Delivery): readonly string[] {
  return [...wayWords(state, delivery), ...saidWords(delivery)];
}

function wayWords(state: string, { way, host, peer, tls }: Delivery): readonly string[] {
  if (way === 'portal') return ['It waits in the portal; a notice that says nothing went out.'];
  if (host === null) return [];
  const server = peer === null || peer === host ? host : `${host} (${peer})`;
  const verb = state === 'accepted' ? 'Went to' : 'Tried at';
  if (tls === null) return [`${verb} ${server}.`];
  return [`${verb} ${server} under ${tls.protocol}, ${tls.cipher}: ${tls.sentence}.`];
}

function saidWords({ said }: Delivery): readonly string[] {
  if (said === null) return [];
  const { code, enhanced, text } = said;
  // without a code the words are ours, a sentence
  if (code === null) return text === '' ? [] : [text];
  const words = [code, enhanced, text].filter((part) => part !== null && part !== '');
  return [`The server said: ${words.join(' ')}`];
}
