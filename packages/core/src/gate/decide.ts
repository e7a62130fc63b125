import type { Attributes } from '../values/index.ts';
import type { Permission, Profile, Refusal } from './answer.ts';
import { judge, type Question } from './judge.ts';

/** The one message that is asked about. */
export interface Message {
  readonly contactId: string;
  readonly address: string;
  /** What the message may show, and no more: minimum necessary, 45 CFR 164.502(b). */
  readonly attributes: Attributes;
}

export interface MessageQuestion extends Question {
  readonly message: Message;
}

/** Known to this file alone: without it the constructor throws, whatever was cast. */
const MINT = Symbol('mint');
let mint: (permission: Permission, message: Message) => Permit;

/**
 * The witness that this message may go to this person now. Only `decide` makes one. It holds all
 * that rendering and delivery may know of the contact, frozen. It is never stored or queued: a
 * message that waits is decided again, so that a consent withdrawn a second ago wins.
 */
export class Permit implements Permission {
  readonly #minted = true;
  readonly permitted = true;
  readonly contactId: string;
  readonly address: string;
  readonly attributes: Attributes;
  readonly verdict: Permission['verdict'];
  readonly authorization: Permission['authorization'];
  readonly documentId: Permission['documentId'];
  readonly rule: Permission['rule'];
  readonly basis: Permission['basis'];
  readonly citations: Permission['citations'];
  readonly obligations: Permission['obligations'];
  readonly reason: string;

  private constructor(key: symbol, permission: Permission, message: Message) {
    if (key !== MINT) throw new TypeError('Only the gate makes permits.');
    this.contactId = message.contactId;
    this.address = message.address;
    this.attributes = frozenCopy(message.attributes);
    this.verdict = permission.verdict;
    this.authorization = permission.authorization;
    this.documentId = permission.documentId;
    this.rule = permission.rule;
    this.basis = permission.basis;
    this.citations = Object.freeze([...permission.citations]);
    this.obligations = Object.freeze([...permission.obligations]);
    this.reason = permission.reason;
    Object.freeze(this);
  }

  static {
    mint = (permission, message) => new Permit(MINT, permission, message);
  }

  /** True for a real permit; not for a look-alike or `Object.create(Permit.prototype)`. */
  static is(value: unknown): value is Permit {
    return typeof value === 'object' && value !== null && #minted in value;
  }

  /** What was decided, for the record. Neither address nor attributes: a permit is not storage. */
  toJSON(): Permission & { readonly contactId: string } {
    const { contactId, permitted, verdict, authorization, documentId, rule, basis } = this;
    const { citations, obligations, reason } = this;
    const grounds = { rule, basis, citations, obligations, reason };
    return { contactId, permitted, verdict, authorization, documentId, ...grounds };
  }
}

/**
 * May this message go to this person? The answer is the permit that rendering takes, or the refusal
 * with its reason. Throws a RangeError when `now` is no RFC 3339 time.
 */
export function decide(question: MessageQuestion, profile: Profile): Permit | Refusal {
  const judgement = judge(question, profile);
  return judgement.permitted ? mint(judgement, question.message) : judgement;
}

function frozenCopy(attributes: Attributes): Attributes {
  const copy: Record<string, Attributes[string]> = { ...attributes };
  for (const key of Object.keys(copy)) {
    const value = copy[key];
    if (typeof value === 'object') copy[key] = Object.freeze([...value]);
    else if (value === undefined) Reflect.deleteProperty(copy, key);
  }
  return Object.freeze(copy);
}
