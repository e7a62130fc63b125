import { scrubReply } from '../delivery/index.ts';
import { classOf } from './class-of.ts';
import { codesIn } from './codes-in.ts';
import { addressesIn, hostOf } from './fields.ts';
import { headerOf, type ReturnedMail, type Understood } from './returned-mail.ts';

/** How the notices of common servers begin. */
const PREAMBLES: readonly RegExp[] = [
  // qmail
  /this is the (?:qmail-send program|mail delivery program|yahoo! delivery)/i,
  // Postfix, and iCloud with it
  /this is the (?:postfix program|mail system) at host/i,
  // Exim
  /this message was created automatically by (?:the )?mail delivery software/i,
  // sendmail
  /the original message was received at|transcript of session follows|addresses had (?:permanent|transient|delivery)/i,
  // Gmail
  /delivery to the following recipients? (?:failed|has been delayed)|your message (?:wasn.t|was not) delivered to|problem delivering your message/i,
  // Exchange and Outlook
  /delivery has failed to these recipients|your message to .{0,200} couldn.t be delivered|did not reach the following recipient|diagnostic information for administrators/i,
  // Yahoo, AOL
  /(?:we were|was) unable to deliver your message|message could not be delivered to/i,
  /(?:message|mail|e-?mail) (?:that )?you sent (?:could not|couldn.t|was not|wasn.t)/i,
];
const SUBJECT =
  /undeliver|returned mail|failure notice|delivery (?:status notification|failure|has failed|failed)|mail delivery (?:failed|failure|system)|mail system error|non.?delivery|warning: could not send|delayed mail|delivery delayed|message (?:not delivered|delayed)/i;
const DAEMON = /(?:mailer-daemon|postmaster|mail delivery (?:subsystem|system))/i;
const LATE =
  /this is a warning message only|do not need to resend|delivery (?:is|was|has been) delayed|could not send message for (?:the )?past|has not (?:yet )?been delivered|still being (?:retried|tried)|(?:will|going to) (?:continue|keep) (?:trying|to try|retrying)|delayed mail|delivery incomplete/i;

/** Where the report ends and the message itself begins, which is no evidence. */
const ORIGINAL =
  /^(?:[-_=* ]{2,} ?(?:below this line|this is a copy|original message|original headers|returned message|enclosed is|copy of|the header|message header|undelivered message|forwarded|the body)|original message headers:|(?:return-path|received|dkim-signature|arc-seal|mime-version|message-id): )/im;

/**
 * A bounce written for people alone, as older servers and some large providers write them. It takes
 * evidence of two kinds: sent as notices are (null sender, or by a mail daemon), and worded as one.
 * Null for anything else, such as a person's own answer that quotes an error.
 */
export function readTextBounce(mail: ReturnedMail): Understood | null {
  const subject = headerOf(mail, 'subject');
  const failed = headerOf(mail, 'x-failed-recipients');
  const asNotice = mail.nullSender || DAEMON.test(headerOf(mail, 'from').slice(0, 500));
  const report = reportOf(mail.text);
  const worded =
    failed !== '' || SUBJECT.test(subject.slice(0, 500)) || PREAMBLES.some((p) => p.test(report));
  if (!asNotice || !worded) return null;
  const codes = codesIn(report);
  const from = Math.max(0, (codes?.at ?? 0) - 200);
  const diagnosis = report.slice(from, from + (codes === null ? 1500 : 700));
  const recipients = addressesIn(`${failed} ${report}`);
  const late = LATE.test(report) || LATE.test(subject.slice(0, 500));
  const found = classOf(codes?.code ?? null, codes?.enhanced ?? null, diagnosis);
  return {
    class: late ? 'soft' : found,
    form: 'text',
    counts: !late && found !== 'unknown',
    status: codes?.enhanced ?? null,
    reason: reasonOf(report, codes?.at, recipients),
    remoteMta: hostOf(/\bhost ([a-z0-9.-]{3,253})/i.exec(report)?.[1]),
    recipients,
  };
}

function reportOf(text: string): string {
  const read = text.slice(0, 8000);
  const end = ORIGINAL.exec(read)?.index;
  // a report that begins with the message has only what is above nothing
  return end === undefined || end === 0 ? read : read.slice(0, end);
}

/** The words from the code on; without a code they are a letter to the reader, and stay sealed. */
function reasonOf(report: string, at: number | undefined, recipients: readonly string[]): string {
  if (at === undefined) return 'A notice of failure in plain words, without a code.';
  const said = report.slice(at).replace(/^[^45]{0,40}/, '');
  const paragraph = said.split(/\n[ \t]*\r?\n|\r\n[ \t]*\r\n/)[0] ?? said;
  return scrubReply(paragraph.slice(0, 500), recipients);
}
