import type { ReturnClass, ReturnForm } from '../../packages/core/src/returns/index.ts';

/** A message that came home, synthetic, in the manner of a real server, and what it means. */
export interface Sample {
  readonly name: string;
  readonly source: string;
  /** Not null only where the envelope's sender was somebody. */
  readonly from?: string;
  readonly is: ReturnClass;
  readonly form: ReturnForm;
  readonly status?: string | null;
  readonly counts?: boolean;
}

export const TO = 'maria.garcia@example.com';
export const ORIGINAL = [
  'Return-Path: <care@mail.example.org>',
  'From: Riverside Family Health <care@mail.example.org>',
  `To: Maria Garcia <${TO}>`,
  'Subject: See us soon',
  'Message-ID: <4ac1@mail.example.org>',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
].join('\r\n');

const crlf = (text: string) => text.replace(/\r?\n/g, '\r\n');

export interface Report {
  readonly action: string;
  readonly status: string;
  readonly diagnostic?: string;
  readonly mta?: string;
  readonly text?: string;
  readonly to?: string;
  readonly original?: string;
  readonly headers?: string;
}

/** A notification in the format of RFC 3464. */
export function dsn(report: Report): string {
  const { action, status, diagnostic, mta, original = ORIGINAL, headers = '' } = report;
  const text = report.text ?? 'This is the mail system at host mx.example.net.\n';
  return crlf(`From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
Date: Mon, 5 Oct 2026 10:00:00 +0000
Message-Id: <dsn-1@mx.example.net>
Auto-Submitted: auto-replied
MIME-Version: 1.0
${headers}Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

This is a MIME-encapsulated message.

--b1
Content-Type: text/plain; charset=us-ascii

${text}
--b1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Mon, 5 Oct 2026 09:59:58 +0000

Final-Recipient: rfc822; ${report.to ?? TO}
Action: ${action}
Status: ${status}
${mta ? `Remote-MTA: dns; ${mta}\n` : ''}${diagnostic ? `Diagnostic-Code: ${diagnostic}\n` : ''}
--b1
Content-Type: message/rfc822

${original}

Dear Maria, see us soon.
--b1--
`);
}

/** A report in the format of RFC 5965. */
export function arf(type: string, original: string = ORIGINAL, fields = ''): string {
  return crlf(`From: <feedback@isp.example.net>
To: <fbl@bounces.example.org>
Subject: FW: See us soon
Date: Mon, 5 Oct 2026 10:00:00 +0000
Message-ID: <arf-1@isp.example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b1"

--b1
Content-Type: text/plain; charset="US-ASCII"

This is an email abuse report for an email message received from IP 192.0.2.1.
--b1
Content-Type: message/feedback-report

Feedback-Type: ${type}
User-Agent: SomeGenerator/1.0
Version: 1
Reporting-MTA: dns; mail.isp.example.net
Source-IP: 192.0.2.1
${fields}
--b1
Content-Type: message/rfc822

${original}

Dear Maria, see us soon.
--b1--
`);
}

/** A message with one text, as a daemon or a person writes it. */
export function plain(headers: string, text: string): string {
  return crlf(`${headers}
Date: Mon, 5 Oct 2026 10:00:00 +0000
Message-ID: <plain-1@mx.example.net>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

${text}
`);
}

const smtp = (code: string) => ({ diagnostic: `smtp; ${code}` });
const failed = (
  name: string,
  is: ReturnClass,
  status: string,
  code: string,
  more = {},
): Sample => ({
  name,
  is,
  form: 'dsn',
  status,
  source: dsn({ action: 'failed', status, ...smtp(code), ...more }),
});
const POSTMASTER = 'From: MAILER-DAEMON@mx.example.net';
const COPY = `------ This is a copy of the message, including all the headers. ------

${ORIGINAL.replaceAll('\r\n', '\n')}

550 5.7.1 blocked using a list that the letter quotes`;

export const SAMPLES: readonly Sample[] = [
  failed(
    'Gmail: no such account',
    'hard',
    '5.1.1',
    `550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces. https://support.example.com/mail/?p=NoSuchUser a1-20020a - gsmtp`,
  ),
  failed(
    'Gmail: over quota',
    'soft',
    '5.2.2',
    `552-5.2.2 The recipient's inbox is out of storage space. Please direct the recipient to https://support.example.com/mail/?p=OverQuotaPerm - gsmtp`,
  ),
  failed(
    'Gmail: inactive',
    'hard',
    '5.2.1',
    '550-5.2.1 The email account that you tried to reach is inactive. - gsmtp',
  ),
  failed(
    'Gmail: too much for this person',
    'soft',
    '5.2.1',
    '550-5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered. - gsmtp',
  ),
  failed(
    'Gmail: unauthenticated',
    'policy',
    '5.7.26',
    '550-5.7.26 Your email has been blocked because the sender is unauthenticated. SPF and DKIM both did not pass. - gsmtp',
  ),
  failed(
    'Gmail: likely spam',
    'policy',
    '5.7.1',
    '550-5.7.1 Our system has detected that this message is likely unsolicited mail. To reduce the amount of spam sent, this message has been blocked. - gsmtp',
  ),
  failed(
    'Gmail: rate, given up',
    'policy',
    '4.7.28',
    '421-4.7.28 Our system has detected an unusual rate of unsolicited mail originating from your IP address. - gsmtp',
  ),
  failed(
    'Exchange Online: recipient not found',
    'hard',
    '5.1.10',
    `550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ${TO} not found by SMTP address lookup`,
  ),
  failed(
    'Exchange Online: access denied at the edge',
    'hard',
    '5.4.1',
    '550 5.4.1 Recipient address rejected: Access denied. AS(201806281)',
  ),
  failed(
    'Exchange: mailbox full',
    'soft',
    '5.2.2',
    '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded; Failed to process message due to a permanent exception',
  ),
  failed(
    'Exchange: group takes mail of its members',
    'policy',
    '5.7.133',
    '550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery restriction check failed',
  ),
  failed(
    'Exchange: domain gone',
    'hard',
    '5.4.310',
    '550 5.4.310 DNS domain example.com does not exist [Message=InfoDomainNonexistent]',
  ),
  failed(
    'Exchange: gave up',
    'soft',
    '5.4.300',
    '550 5.4.300 Message expired -> 451 4.4.0 DNS query failed',
  ),
  failed(
    'Outlook.com: no mailbox',
    'hard',
    '5.5.0',
    '550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).',
  ),
  failed(
    'Outlook.com: block list',
    'policy',
    '5.7.1',
    `550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3140).`,
  ),
  failed(
    'Yahoo: no such person',
    'hard',
    '5.0.0',
    `554 delivery error: dd This user doesn't have a yahoo.com account (${TO}) [0] - mta1.example.com`,
  ),
  failed(
    'Yahoo: disabled',
    'hard',
    '5.0.0',
    '554 30 Sorry, your message to the recipient cannot be delivered. This mailbox is disabled (554.30).',
  ),
  failed(
    'Yahoo: deferred for good',
    'policy',
    '5.7.2',
    '553 5.7.2 [TSS09] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed.',
  ),
  failed(
    'Yahoo: policy',
    'policy',
    '5.7.9',
    '554 5.7.9 Message not accepted for policy reasons. See https://postmaster.example.com/error-codes',
  ),
  failed('iCloud: no such user', 'hard', '5.1.1', `550 5.1.1 <${TO}>: user does not exist`),
  failed('iCloud: over quota', 'soft', '5.2.2', `552 5.2.2 <${TO}>: user is over quota`),
  failed(
    'iCloud: local policy',
    'policy',
    '5.7.1',
    '550 5.7.1 [CS01] Message rejected due to local policy. Please visit https://support.example.com/HT204137',
  ),
  failed('Comcast: no such account', 'hard', '5.1.1', '550 5.1.1 Account not available'),
  failed(
    'Comcast: blocked',
    'policy',
    '5.7.1',
    '554 resimta-01.example.net 192.0.2.1 found on one or more DNSBLs, see the site. BL000001',
  ),
  failed(
    'Postfix: user unknown',
    'hard',
    '5.1.1',
    `550 5.1.1 <${TO}>: Recipient address rejected: User unknown in virtual mailbox table`,
    { mta: 'mx.example.com' },
  ),
  failed('Postfix: host not found', 'hard', '5.4.4', 'x', {
    diagnostic:
      'X-Postfix; Host or domain name not found. Name service error for name=example.com type=AAAA: Host not found',
  }),
  failed('Postfix: connection timed out for days', 'soft', '4.4.1', 'x', {
    diagnostic: 'X-Postfix; connect to mx.example.com[192.0.2.9]:25: Connection timed out',
  }),
  failed(
    'Postfix: Spamhaus in the clothes of 5.1.1',
    'policy',
    '5.1.1',
    '550 5.1.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.example; user unknown',
  ),
  failed('a server without a reason', 'soft', '5.0.0', 'x', {
    diagnostic: 'smtp; 550 Requested action not taken',
  }),
  failed(
    'greylisted to the end',
    'policy',
    '4.7.1',
    '451 4.7.1 Greylisting in action, please come back later',
  ),
  failed('null MX', 'hard', '5.1.10', '556 5.1.10 The domain does not accept mail (nullMX)'),
  failed(
    'message too large',
    'policy',
    '5.3.4',
    '552 5.3.4 Message size exceeds fixed maximum message size (10485760)',
  ),
  failed('relaying denied', 'soft', '5.0.0', '550 Relaying denied'),
  {
    name: 'Postfix: delayed',
    is: 'soft',
    form: 'dsn',
    status: '4.4.1',
    counts: false,
    source: dsn({
      action: 'delayed',
      status: '4.4.1',
      diagnostic: 'X-Postfix; connect to mx.example.com[192.0.2.9]:25: Connection refused',
    }),
  },
  {
    name: 'delivered, as was asked',
    is: 'delivered',
    form: 'dsn',
    status: '2.1.5',
    source: dsn({ action: 'delivered', status: '2.1.5' }),
  },
  {
    name: 'relayed to a server that tells no more',
    is: 'delivered',
    form: 'dsn',
    source: dsn({ action: 'relayed (to non-DSN-aware mailer)', status: '2.0.0' }),
  },
  {
    name: 'an action of no known kind',
    is: 'unknown',
    form: 'dsn',
    counts: false,
    source: dsn({ action: 'pondered', status: '2.0.0' }),
  },
  {
    name: 'a report whose reason stands in its text alone',
    is: 'hard',
    form: 'dsn',
    status: '5.1.1',
    source: dsn({
      action: 'failed',
      status: '5.0.0',
      text: 'The server said: 550 5.1.1 No such user here',
    }),
  },
  {
    name: 'several recipients, one of which failed',
    is: 'hard',
    form: 'dsn',
    source: dsn({
      action: 'delivered',
      status: '2.0.0',
      diagnostic: `smtp; 250 fine\n\nFinal-Recipient: rfc822; other@example.com\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 unknown user`,
    }),
  },
  {
    name: 'Exim: permanent error',
    is: 'hard',
    form: 'text',
    source: plain(
      `${POSTMASTER}\nX-Failed-Recipients: ${TO}\nAuto-Submitted: auto-replied\nSubject: Mail delivery failed: returning message to sender`,
      `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  ${TO}\n    host mx.example.com [192.0.2.9]\n    SMTP error from remote mail server after RCPT TO:<${TO}>:\n    550 No such user here\n\n${COPY}`,
    ),
  },
  {
    name: 'Exim: unrouteable',
    is: 'hard',
    form: 'text',
    source: plain(
      `${POSTMASTER}\nX-Failed-Recipients: ${TO}\nSubject: Mail delivery failed: returning message to sender`,
      `This message was created automatically by mail delivery software.\n\n  ${TO}\n    Unrouteable address\n\n${COPY}`,
    ),
  },
  {
    name: 'Exim: delayed',
    is: 'soft',
    form: 'text',
    counts: false,
    source: plain(
      `${POSTMASTER}\nAuto-Submitted: auto-replied\nSubject: Warning: message 1xyz delayed 24 hours`,
      `This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.example.net.\n\n  ${TO}\n    Delay reason: Connection timed out\n`,
    ),
  },
  {
    name: 'qmail: no mailbox by that name',
    is: 'hard',
    form: 'text',
    status: '5.1.1',
    source: plain(
      `${POSTMASTER}\nSubject: failure notice`,
      `Hi. This is the qmail-send program at mx.example.net.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<${TO}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n${ORIGINAL}\n`,
    ),
  },
  {
    name: 'qmail: a remote host said no',
    is: 'soft',
    form: 'text',
    status: '5.2.2',
    source: plain(
      `${POSTMASTER}\nSubject: failure notice`,
      `Hi. This is the qmail-send program at mx.example.net.\n\n<${TO}>:\n192.0.2.9 does not like recipient.\nRemote host said: 552 5.2.2 Mailbox full\nGiving up on 192.0.2.9.\n\n--- Below this line is a copy of the message.\n\n${ORIGINAL}\n`,
    ),
  },
  {
    name: 'sendmail: transcript of session',
    is: 'hard',
    form: 'text',
    status: '5.1.1',
    source: plain(
      `From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example.net>\nSubject: Returned mail: see transcript for details`,
      `The original message was received at Mon, 5 Oct 2026 10:00:00 GMT\nfrom mail.example.org [192.0.2.1]\n\n   ----- The following addresses had permanent fatal errors -----\n<${TO}>\n    (reason: 550 5.1.1 <${TO}>... User unknown)\n\n   ----- Transcript of session follows -----\n... while talking to mx.example.com.:\n>>> DATA\n<<< 550 5.1.1 <${TO}>... User unknown\n`,
    ),
  },
  {
    name: 'sendmail: warning after four hours',
    is: 'soft',
    form: 'text',
    counts: false,
    source: plain(
      `From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example.net>\nSubject: Warning: could not send message for past 4 hours`,
      `    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n    **********************************************\n\n<${TO}>... Deferred: Connection timed out with mx.example.com.\n`,
    ),
  },
  {
    name: 'Postfix, its text alone',
    is: 'hard',
    form: 'text',
    status: '5.1.1',
    source: plain(
      `${POSTMASTER}\nSubject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied`,
      `This is the mail system at host mx.example.net.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\n<${TO}>: host mx.example.com[192.0.2.9] said: 550 5.1.1\n    <${TO}>: Recipient address rejected: User unknown in\n    local recipient table (in reply to RCPT TO command)\n`,
    ),
  },
  {
    name: 'Gmail: address not found, in words',
    is: 'hard',
    form: 'text',
    source: plain(
      `From: Mail Delivery Subsystem <mailer-daemon@mail.example.com>\nSubject: Delivery Status Notification (Failure)`,
      `** Address not found **\n\nYour message wasn't delivered to ${TO} because the address couldn't be found, or is unable to receive mail.\n`,
    ),
  },
  {
    name: 'Exchange: a notice in HTML alone',
    is: 'hard',
    form: 'text',
    status: '5.1.1',
    source: plain(
      `From: Microsoft Outlook <postmaster@example.com>\nSubject: Undeliverable: See us soon`,
      `x`,
    )
      .replace('text/plain', 'text/html')
      .replace(
        '\r\n\r\nx',
        `\r\n\r\n<html><body><p><b>Delivery has failed to these recipients or groups:</b></p><p>${TO}<br>The email address you entered couldn't be found.</p><p>Remote Server returned '550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found'</p></body></html>`,
      ),
  },
  {
    name: 'a bounce that says nothing',
    is: 'unknown',
    form: 'text',
    counts: false,
    source: plain(
      `${POSTMASTER}\nSubject: Undeliverable mail`,
      'Something went wrong with your letter.',
    ),
  },
  {
    name: 'a person who quotes an error is no bounce',
    is: 'unknown',
    form: 'none',
    from: 'maria.garcia@example.com',
    source: plain(
      `From: Maria Garcia <${TO}>\nSubject: Re: See us soon`,
      'I wrote to you and got: Undelivered Mail, 550 5.1.1 user unknown. What is wrong?',
    ),
  },
  {
    name: 'away, by RFC 3834',
    is: 'auto_reply',
    form: 'auto_reply',
    from: TO,
    counts: false,
    source: plain(
      `From: Maria Garcia <${TO}>\nAuto-Submitted: auto-replied (vacation)\nSubject: Re: See us soon`,
      'I am away until Monday. My mailbox is full of surprises. Call 555-0100.',
    ),
  },
  {
    name: 'away, by a header of its own',
    is: 'auto_reply',
    form: 'auto_reply',
    from: TO,
    source: plain(`From: Maria <${TO}>\nX-Autoreply: yes\nSubject: Away`, 'Away.'),
  },
  {
    name: 'away, by subject and null sender',
    is: 'auto_reply',
    form: 'auto_reply',
    source: plain(`From: Maria <${TO}>\nSubject: Automatic reply: See us soon`, 'Away.'),
  },
  {
    name: 'the same subject from a person',
    is: 'unknown',
    form: 'none',
    from: TO,
    source: plain(`From: Maria <${TO}>\nSubject: Out of office on Monday?`, 'Are you?'),
  },
  { name: 'ARF: abuse', is: 'complaint', form: 'feedback', source: arf('abuse') },
  { name: 'ARF: fraud', is: 'complaint', form: 'feedback', source: arf('fraud') },
  { name: 'ARF: not spam', is: 'delivered', form: 'feedback', source: arf('not-spam') },
  { name: 'ARF: virus', is: 'policy', form: 'feedback', source: arf('virus') },
  { name: 'ARF: of another kind', is: 'unknown', form: 'feedback', source: arf('other') },
  {
    name: 'a read receipt',
    is: 'delivered',
    form: 'mdn',
    source: dsn({ action: 'x', status: 'x' })
      .replace('report-type=delivery-status', 'report-type=disposition-notification')
      .replace('message/delivery-status', 'message/disposition-notification')
      .replace('Action: x', 'Disposition: manual-action/MDN-sent-manually; displayed'),
  },
  {
    name: 'a mail loop',
    is: 'unknown',
    form: 'none',
    source: dsn({
      action: 'failed',
      status: '5.1.1',
      headers: Array.from(
        { length: 51 },
        (_, hop) =>
          `Received: from a${hop}.example.net by b${hop}.example.net; Mon, 5 Oct 2026 10:00:00 +0000\n`,
      ).join(''),
    }),
  },
  {
    name: 'our own message, come round',
    is: 'unknown',
    form: 'none',
    source: dsn({
      action: 'failed',
      status: '5.1.1',
      headers: `List-Unsubscribe: <https://mail.example.org/u/${'A'.repeat(86)}>\n`,
    }),
  },
  { name: 'nothing at all', is: 'unknown', form: 'none', source: '' },
];
