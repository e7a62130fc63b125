/*
 * What servers say when they do not take a message, as patterns over their words in lower case, one
 * line, addresses taken out. Literals and bounded repetition only: nothing here can run for long.
 */

/** The mailbox is there and takes nothing for now. */
export const FULL: readonly RegExp[] = [
  /over ?quota|quota ?exceeded|quota.{0,40}(?:exceed|full)|exceed.{0,40}quota/,
  /(?:mailbox|mail box|inbox|mailfolder|folder) (?:is |size |storage )?(?:full|limit|exceed)/,
  /mailbox.{0,40}(?:is full|size limit|storage limit|has exceeded)|out of storage|storage.{0,30}(?:full|exceed|is out)/,
  /not enough (?:disk |storage )?space|insufficient (?:disk|system storage|storage)/,
  // Gmail, of a person who gets too much at once
  /receiving (?:mail|email|messages) (?:at a rate|too (?:quickly|fast))/,
];

/** They will not have this message, or not from us: nothing against the person. */
export const POLICY: readonly RegExp[] = [
  /blocked using|block ?list|black ?list|deny ?list|spamhaus|spamcop|barracuda|\bsorbs\b|dnsbl|\brbl\b|reputation/,
  /\bspf\b|\bdkim\b|\bdmarc\b|\barc\b validation|unauthenticated|authentication (?:check|requirement|failed|required)|not authenticated|sendernotauthenticated|authrequired/,
  /unsolicited|\bspam\b|spam[- ](?:like|score|content)|junk mail|bulk mail|\burl in this (?:email|message)|suspicious/,
  /virus|malware|phish|attachment.{0,40}(?:block|reject|not allow|not accept)|content (?:reject|filter|block)|message content/,
  /polic(?:y|ies) (?:restriction|violation|reason|reject)|(?:due to|for|local|of) (?:\S{1,20} )?polic(?:y|ies)|violates? .{0,30}polic/,
  /too many (?:connections|messages|errors|concurrent|emails)|rate.?limit|throttl|unusual rate|limit.{0,20}(?:per hour|per minute|per day)|(?:messages|emails) (?:too|very) (?:fast|quickly)/,
  /gr[ae]y.?list|temporarily deferred due to user complaints|user complaints/,
  // Yahoo, Microsoft, Comcast, Apple name their blocks
  /\[tss?\d{2}\]|\bs3(?:140|150)\b|banned sending ip|\bbl0{2,6}\b|\[cs01\]|\[hm\d{2}\]/,
  /message (?:size|is too|was too|too) (?:exceeds|big|large)|message.{0,20}size.{0,30}(?:exceed|limit|maximum)|(?:maximum|max) (?:message )?size/,
  /reverse dns|\bptr\b record|helo (?:command|name)|sender (?:address )?(?:rejected|denied|blocked|verify failed|not accepted)|bad sender|mail from.{0,20}(?:rejected|denied)/,
  /moderat|only (?:accepts?|allows?) (?:mail|messages|email) from|restricted to|not (?:authori[sz]ed|allowed|permitted) to send|administrat\w{1,10} prohibit/,
];

/** There is no such mailbox, or nobody reads it any more. Only where the failure is for good. */
export const GONE: readonly RegExp[] = [
  /no ?such ?(?:user|mailbox|recipient|address|account|person|domain|local)|no mailbox (?:here )?(?:by|with|for)|no account (?:by|with)|not? (?:a )?(?:known|valid|local) (?:user|mailbox|recipient|address|account)/,
  /(?:unknown|invalid|non-?existent|unrouteable|unroutable|undeliverable|bad destination|illegal|wrong) (?:local )?(?:user|mailbox|recipient|address|account|e?mail|alias|domain|destination|mail domain|local[- ]?part)/,
  /(?:user|mailbox|recipient|address|account|mail ?box|domain|alias)(?: \S{1,80})? ?(?:is |was |has been )?(?:unknown|not found|not known|not exist|invalid|non-?existent|not listed|not available|unavailable|not on (?:this|the) server)/,
  /(?:does ?n.t|does not|doesn't|do not|didn't|did not) (?:exist|have an? \S{1,30} account)|(?:could ?n.t|could not|cannot|can't|can not) be found|user doesn't have/,
  /recipient.?not.?found|recipnotfound|resolver\.adr|recipient address rejected: access denied|not found by smtp address lookup|undeliverable address/,
  /(?:mailbox|account|user|address|recipient|e?mail box|e-?mail account).{0,50}(?:disabled|inactive|suspended|closed|de-?activated|terminated|no longer|deleted|not active|abandoned|cancell?ed)/,
  /no longer (?:exists?|valid|active|available|accepts?|works? (?:here|for|at)|employed|with)/,
  /(?:domain|host)(?: or domain)?(?: name)? not found|host not found|unknown host|dns domain .{0,80}(?:not exist|nxdomain)|\bnxdomain\b|null ?mx|does not accept (?:e?-?mail|any mail)|any host named|any host by that name|name or service not known/,
];

/** Not now. */
export const LATER: readonly RegExp[] = [
  /try (?:again|later|sending)|temporar|time(?:d)? ?out|connection (?:refused|reset|lost|dropped|closed|failed)|(?:unable|could not|couldn't|failed) to (?:connect|establish)/,
  /network (?:is )?unreachable|no route|host (?:is )?(?:unreachable|down)|service (?:currently |temporarily )?(?:unavailable|not available)|server (?:error|busy|is busy|unavailable|too busy)/,
  /too many hops|loops? back|mail loop|routing loop|hop count|retry (?:time|timeout)|(?:delivery|queue|retry).{0,20}(?:time|lifetime|period).{0,20}(?:expir|exceed)|message (?:has )?expired|could not be delivered within|in (?:the )?queue too long/,
  /relay(?:ing)? (?:access )?(?:denied|not (?:allowed|permitted))|unable to relay|allowed rcpthosts|resources?|out of memory/,
];

/** A failure in their policy, where nothing more exact was said. */
export const REFUSED: readonly RegExp[] = [
  /polic(?:y|ies)|access denied|blocked|prohibited|not (?:accepted|permitted|allowed)|rejected by|restricted/,
];
