import type { Sending } from '@postern/core/consent';
import type { Communication } from '@postern/core/gate';
import type { CompiledTemplate } from '@postern/core/templates';
import { loadSenderTerms, loadSending, type SenderTerms } from '../campaigns/index.ts';
import { loadDefinitions, type NumberedDefinition } from '../contacts/index.ts';
import type { Database } from '../database/index.ts';
import { loadStreams, type StreamSettings, signingKeys } from '../domains/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { type Attachment, type MessagePlan, makePlan, type SigningKey } from '../mime/index.ts';
import { getOrganization, type Organization } from '../organizations/index.ts';
import { stoppedProviders } from '../shaping/index.ts';
import { type LoadTemplateVersion, loadAttachments } from '../templates/index.ts';
import type { CampaignRef } from './batches.ts';
import type { DeliveryDeps } from './delivery-deps.ts';

/** All that is the same for everybody in a batch; settings as they are now, the rest as frozen. */
export interface Dispatch {
  readonly campaign: CampaignRef;
  /** Stands for the campaign in return paths. */
  readonly campaignNumber: number;
  /** The date of all its messages, however often one is sent. */
  readonly launchedAt: Date;
  readonly stream: StreamSettings;
  readonly communication: Communication;
  /** What people's wishes are held against. */
  readonly sending: Sending;
  readonly organization: Organization;
  readonly terms: SenderTerms;
  readonly keys: OrganizationKeys;
  readonly definitions: readonly NumberedDefinition[];
  readonly template: CompiledTemplate;
  /** Providers to which marketing stopped, since their people complained too much. */
  readonly stopped: ReadonlySet<string>;
  readonly plan: MessagePlan;
  readonly signingKeys: readonly SigningKey[];
}

/** Null when the campaign is not running, or was launched without what a launch freezes. */
export async function loadDispatch(
  { database, keyring }: Pick<DeliveryDeps, 'database' | 'keyring'>,
  campaign: CampaignRef,
  loadTemplate: LoadTemplateVersion,
): Promise<Dispatch | null> {
  const { organizationId, id } = campaign;
  // side by side: one after the other they kept a transactional message for 80 ms behind marketing
  const [row, organization, terms, keys, streams, definitions] = await Promise.all([
    frozenOf(database, campaign),
    getOrganization(database, organizationId),
    loadSenderTerms(database, organizationId),
    keyring.of(organizationId),
    loadStreams(database, organizationId),
    loadDefinitions(database, organizationId),
  ]);
  const stream = streams.find((one) => one.stream === row?.stream);
  if (
    !row?.communication ||
    !row.template_id ||
    !row.template_version ||
    !row.launched_at ||
    !stream
  ) {
    return null;
  }
  const { template_id: templateId, template_version: version } = row;
  const [template, signing, sending, stopped] = await Promise.all([
    loadTemplate(database, organizationId, templateId, version),
    signingKeys(database, keys, stream.domain),
    loadSending(database, organizationId, row.stream, row.topic_id),
    row.stream === 'marketing' ? stoppedProviders(database, organizationId) : NONE,
  ]);
  if (template === null) return null;
  const feedbackId = keys.mac('message-id', `feedback:${id}`).toString('hex').slice(0, 16);
  const frame = { stream, date: row.launched_at, signingKeys: signing, feedbackId };
  const attached = () => loadAttachments(database, keys, templateId, version);
  return {
    campaign,
    campaignNumber: row.number,
    launchedAt: row.launched_at,
    stream,
    // who carries the mail may have changed since the launch
    communication: {
      ...(row.communication as Communication),
      processorsUnderBaa: terms.processorsUnderBaa,
    },
    sending,
    organization,
    terms,
    keys,
    definitions,
    template,
    stopped: new Set(stopped.keys()),
    plan: await planOf(template, id, frame, attached),
    signingKeys: signing,
  };
}

const NONE: ReadonlyMap<string, unknown> = new Map();

/** What a launch froze; nothing where the campaign is not running. */
const frozenOf = (database: Database, { organizationId, id }: CampaignRef) =>
  database
    .selectFrom('campaigns')
    .select([
      ...(['number', 'stream', 'topic_id', 'communication'] as const),
      ...(['template_id', 'template_version', 'launched_at'] as const),
    ])
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .executeTakeFirst();

interface Frame {
  readonly stream: StreamSettings;
  /** The same however often the message is sent: a resend is the same message, byte for byte. */
  readonly date: Date;
  readonly signingKeys: readonly SigningKey[];
  /** By which a provider tells campaigns apart; it says nothing to anybody but us. */
  readonly feedbackId: string;
}

/** Plans are made once for a campaign, and again when what they rest on has changed. */
const plans = new WeakMap<CompiledTemplate, Plans>();

type Plans = Map<string, { readonly frame: Frame; readonly plan: Promise<MessagePlan> }>;

/** Without attachments; a version never changes, so that nobody asks again. */
const bare = new WeakSet<CompiledTemplate>();

/** Plans with attachments hold up to 10 MB each: this many are kept, those last made. */
const HEAVY = 4;
const heavy: { readonly plans: WeakRef<Plans>; readonly campaignId: string }[] = [];

/** Claims of one campaign that begin at the same time wait for the same plan. */
function planOf(
  template: CompiledTemplate,
  campaignId: string,
  frame: Frame,
  attached: () => Promise<readonly Attachment[]>,
): Promise<MessagePlan> {
  const known: Plans = plans.get(template) ?? new Map();
  plans.set(template, known);
  const last = known.get(campaignId);
  if (
    last !== undefined &&
    last.frame.signingKeys === frame.signingKeys &&
    last.frame.stream.version === frame.stream.version
  ) {
    return last.plan;
  }
  const plan = makeWith(attached, template, frame, () => keepOfHeavy(known, campaignId));
  known.set(campaignId, { frame, plan });
  plan.catch(() => {
    if (known.get(campaignId)?.plan === plan) known.delete(campaignId);
  });
  return plan;
}

async function makeWith(
  attached: () => Promise<readonly Attachment[]>,
  template: CompiledTemplate,
  { stream, date, signingKeys: keys, feedbackId }: Frame,
  isHeavy: () => void,
): Promise<MessagePlan> {
  const attachments = bare.has(template) ? [] : await attached();
  if (attachments.length === 0) bare.add(template);
  const plan = makePlan(template, {
    from: { name: stream.fromName, address: stream.fromAddress },
    replyTo: stream.replyTo,
    date,
    signingKeys: keys,
    feedbackId: `${feedbackId}:${stream.stream}:postern`,
    attachments,
  });
  if (attachments.length > 0) isHeavy();
  return plan;
}

function keepOfHeavy(of: Plans, campaignId: string): void {
  const same = heavy.findIndex((one) => one.campaignId === campaignId);
  if (same >= 0) heavy.splice(same, 1);
  heavy.push({ plans: new WeakRef(of), campaignId });
  if (heavy.length <= HEAVY) return;
  const oldest = heavy.shift();
  oldest?.plans.deref()?.delete(oldest.campaignId);
}
