import type { AuditTrail } from '../../audit/audit.api.ts';
import type { Caller } from '../../common/caller.ts';
import { ServiceError } from '../../common/service-error.ts';
import type { Action } from '../action.ts';

/** What an action has come to know of itself while it ran. */
interface Seen {
  resource: string;
}

/**
 * Runs an action and writes its audit row before the caller hears of the outcome: no answer leaves without its row. An action that its
 * core guards is recorded there, unless it failed before the core was reached.
 */
export async function recordOutcome(
  audit: AuditTrail,
  caller: Caller,
  action: Action,
  run: (seen: Seen) => Promise<object>,
): Promise<object> {
  const seen: Seen = { resource: '' };
  const record = (result: string) =>
    audit.record({ caller, product: action.product.name, action: action.name, resource: seen.resource || '*', result });
  const isRecordedByCore = () => Boolean(action.guardedByCore && seen.resource);
  const outcome = await settle(run(seen));
  if (!isRecordedByCore()) await record(outcome.result);
  if ('error' in outcome) throw outcome.error;
  return outcome.response;
}

type Outcome = { result: string; response: object } | { result: string; error: unknown };

async function settle(running: Promise<object>): Promise<Outcome> {
  try {
    return { result: 'OK', response: await running };
  } catch (error) {
    return { result: error instanceof ServiceError ? error.code : 'InternalError', error };
  }
}
