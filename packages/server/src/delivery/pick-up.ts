import type { Rendered } from '@postern/core/templates';
import type { OrganizationKeys } from '../keys/index.ts';
import type { Organization } from '../organizations/index.ts';
import type { CampaignRef } from './batches.ts';

/** A mail that says nothing of the person: that something waits, and where. */
export interface Notice {
  readonly fromName: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Whether it may go where no TLS is offered. */
  readonly inClear: boolean;
}

/** The secure portal, as delivery needs it: a room above gives it. */
export interface PickUp {
  /**
   * Keeps the message until it is fetched, and answers the notice to send. The same message left
   * twice is one.
   */
  leave(given: {
    readonly organization: Organization;
    readonly keys: OrganizationKeys;
    readonly campaign: CampaignRef;
    readonly contactId: string;
    readonly rendered: Rendered;
  }): Promise<Notice>;
}
