import { forgetTries } from '../access/index.ts';
import { forgetUse } from '../applications/index.ts';
import { forgetMergedContent } from '../contacts/index.ts';
import type { Database } from '../database/index.ts';
import { forgetSandboxMail } from '../delivery/index.ts';
import { forgetTlsResults } from '../destinations/index.ts';
import { forgetAnswers } from '../http/forget-answers.ts';
import { forgetSources } from '../returns/index.ts';
import { forgetFigures } from '../shaping/index.ts';
import { forgetRequests } from '../single-sign-on/index.ts';

/** Each room deletes what it has kept for long enough; docs/sending.md says how long that is. */
export async function forgetOld(db: Database, now: Date): Promise<void> {
  await forgetSources(db, now);
  await forgetTlsResults(db, now);
  await forgetFigures(db, now);
  await forgetSandboxMail(db, now);
  await forgetAnswers(db, now);
  await forgetMergedContent(db, now);
  await forgetTries(db, now);
  await forgetUse(db, now);
  await forgetRequests(db, now);
}
