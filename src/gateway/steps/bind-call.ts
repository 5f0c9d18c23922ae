import type { Caller } from '../../common/caller.ts';
import type { GuardedCall, Subject } from '../../guard/guard.api.ts';
import type { ParameterRecord } from '../parameters.ts';
import type { RegisteredAction } from '../registry.ts';
import { bindRequest } from './bind-request.ts';

/** A call whose request is bound: what the guard asks about it, and what is done once it is authorised. */
export interface BoundCall extends GuardedCall {
  find(): Promise<Subject>;
  handle(found: Subject): Promise<object>;
}

/** A call before its request is read. */
export function unboundCall({ product, name }: RegisteredAction): GuardedCall {
  return { product, action: name, resources: [{ arn: '*' }] };
}

/** Reads the request and what it names. @throws ServiceError for parameters that are missing, unknown or wrong */
export function bindCall(caller: Caller, action: RegisteredAction, parameters: ParameterRecord): BoundCall {
  const { product, name, handler, reword } = action;
  const request = bindRequest(caller, action, parameters);
  const named = subjectOf(caller, action, request);
  return {
    product,
    action: name,
    ...named,
    reword: reword && ((refusal) => reword(refusal, request)),
    find: async () => ('find' in handler ? handler.find(caller, request) : named),
    handle: (found) =>
      'find' in handler ? handler.handle(caller, request, found) : handler.handle(caller, request, caller),
  };
}

function subjectOf(caller: Caller, action: RegisteredAction, request: object): Subject {
  const { resource, openToAll } = action;
  const resources = [resource(caller, request)].flat().map((arn) => ({ arn }));
  return openToAll === undefined ? { resources } : { resources, permissions: [] };
}
