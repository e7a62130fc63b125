import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import { fateOf, mannerOf } from './faults.ts';
import { type Message, messageIdOf, newMessage, sourceOf, takePart } from './message.ts';
import { type Next, reader } from './reader.ts';
import type { SinkState } from './state.ts';
import { voice } from './voice.ts';

const EHLO = [
  '250-localhost',
  '250-PIPELINING',
  '250-CHUNKING',
  '250-SIZE 52428800',
  '250-8BITMIME',
  '250-SMTPUTF8',
];
const LAST_OFFER = '250 ENHANCEDSTATUSCODES';

/** Speaks with one client until it goes: RFC 5321, RFC 3030 (CHUNKING), RFC 3207 (STARTTLS). */
export function converse(state: SinkState, context: SecureContext, raw: Socket): void {
  const { ledger, counters } = state;
  const connection = ++state.connections;
  counters.connections++;
  const manner = state.faults === null ? 'plain' : mannerOf(state.faults, connection);
  if (manner === 'stripped') counters.stripped++;
  const answers = voice(state, raw);
  let socket = raw;
  let secure = false;
  let message: Message | null = null;
  let chunk: 'none' | 'more' | 'last' = 'none';
  let bytes = 0;

  let gone = false;
  const drop = () => socket.destroy();
  /** What was said before still leaves; what the client wrote behind it has no answer. */
  const goAway = () => {
    gone = true;
    answers.say('', drop);
  };
  const say = (text: string): Next => {
    answers.say(text);
    return 'line';
  };
  const listen = (to: Socket) => {
    const read = reader({ line, part, end });
    to.on('data', (received: Buffer) => {
      if (!to.destroyed) read(received);
    });
    // a client that is killed resets its connections
    to.on('error', () => to.destroy());
  };

  const line = (text: string): Next => {
    if (gone) return 'line';
    const verb = text.slice(0, 4).toUpperCase();
    switch (verb) {
      case 'EHLO':
        return say([...EHLO, ...(mayStartTls() ? ['250-STARTTLS'] : []), LAST_OFFER].join('\r\n'));
      case 'HELO':
        return say('250 localhost');
      case 'STAR':
        return startTls();
      case 'MAIL':
        return mail();
      case 'RCPT':
        return recipient(text);
      case 'DATA':
        return data();
      case 'BDAT':
        return chunkOf(text);
      case 'RSET':
        message = null;
        return say('250 2.0.0 ok');
      case 'NOOP':
        return say('250 2.0.0 ok');
      case 'QUIT':
        answers.say('221 2.0.0 bye', () => socket.end());
        return 'line';
      default:
        return say('500 5.5.1 unknown command');
    }
  };
  const mayStartTls = () => !secure && manner !== 'stripped';
  const startTls = (): Next => {
    if (!mayStartTls()) return say('502 5.5.1 not offered');
    answers.say('220 2.0.0 go ahead', () => {
      raw.removeAllListeners('data');
      socket = new TLSSocket(raw, { isServer: true, secureContext: context });
      secure = true;
      answers.replace(socket);
      listen(socket);
    });
    return 'line';
  };
  const mail = (): Next => {
    if (!secure) {
      counters.inClear++;
      return say('530 5.7.0 STARTTLS first');
    }
    if (manner === 'slow' && !answers.slow) {
      answers.slow = true;
      counters.slow++;
    }
    if (counters.firstAt === 0) counters.firstAt = Date.now();
    message = newMessage(state);
    return say('250 2.1.0 ok');
  };
  const recipient = (text: string): Next => {
    if (message === null) return say('503 5.5.1 MAIL first');
    const to = text.slice(text.indexOf('<') + 1, text.indexOf('>'));
    const fate = foretell(to);
    if (fate === 'defer') {
      counters.deferred++;
      return say('451 4.7.1 come again later');
    }
    if (fate === 'refuse') {
      counters.refused++;
      ledger.note('refused', to, '', connection);
      return say('550 5.1.1 nobody of that name');
    }
    message.to = to;
    message.fate = fate;
    return say('250 2.1.5 ok');
  };
  const foretell = (to: string) => {
    if (state.faults === null) return 'take';
    const attempt = (state.attempts.get(to) ?? 0) + 1;
    state.attempts.set(to, attempt);
    return fateOf(state.faults, to, attempt);
  };
  const data = (): Next => {
    if (message === null || message.to === '') return say('503 5.5.1 RCPT first');
    message.dotted = true;
    say('354 go on');
    return 'data';
  };
  const chunkOf = (text: string): Next => {
    const [, size = '', last] = /^bdat (\d+)( last)?$/i.exec(text) ?? [];
    if (size === '') {
      say('501 5.5.4 BDAT takes a size');
      goAway();
      return 'line';
    }
    chunk = last === undefined ? 'more' : 'last';
    bytes = Number(size);
    return bytes;
  };

  const part = (received: Buffer) => {
    if (gone || message === null || message.to === '') return;
    takePart(message, received);
    if (message.fate !== 'cutInBody') return;
    counters.cutInBody++;
    goAway();
  };
  const end = () => {
    if (gone || socket.destroyed) return;
    if (message === null || message.to === '') say('503 5.5.1 RCPT first');
    else if (chunk === 'more') say(`250 2.0.0 ${bytes} bytes`);
    else take(message);
    if (chunk !== 'more') message = null;
    chunk = 'none';
  };
  const take = (whole: Message) => {
    const note = (entry: 'taken' | 'cut' | 'lost') =>
      ledger.note(entry, whole.to, messageIdOf(whole), connection);
    if (whole.fate === 'cutLost') {
      counters.cutLost++;
      note('lost');
      return goAway();
    }
    counters.taken++;
    counters.bytes += whole.size;
    counters.lastAt = Date.now();
    if (whole.whole !== null && state.sample !== null) {
      state.sample(sourceOf(whole));
      state.sample = null;
    }
    if (whole.fate === 'cutTaken') {
      counters.cutTaken++;
      note('cut');
      return goAway();
    }
    note('taken');
    return answers.say('250 2.0.0 taken', answers.slow ? () => socket.end() : undefined);
  };

  raw.setNoDelay(true);
  listen(raw);
  say('220 localhost ESMTP');
}
