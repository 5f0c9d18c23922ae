import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import {
  actionsOf,
  type ActionHandler,
  type ActionOptions,
  type Product,
  type ScopeResolver,
} from '../../gateway/action.ts';
import { BastionhostErrors, invalidParameter } from '../bastionhost.errors.ts';
import { BastionInstances } from '../instances/bastion-instances.ts';
import type { Bastion } from '../instances/bastion.ts';

export const bastionhost: Product = {
  name: 'yundun-bastionhost',
  version: '2019-12-09',
  title: 'Bastionhost',
  envelope: 'standard',
  errors: {
    missingParameter: (name) => BastionhostErrors.MissingParameter({ Name: name }),
    invalidParameter,
    internal: () => BastionhostErrors.InternalError(),
    unavailable: () => BastionhostErrors.ServiceUnavailable(),
    accessDenied: (denied) =>
      BastionhostErrors.AccessDenied({ cause: denied }).with({ AccessDeniedDetail: denied.detail }),
    accessKeyNotFound: () => BastionhostErrors.AccessKeyNotFound(),
    accessKeyInactive: () => BastionhostErrors.AccessKeyInactive(),
  },
};

/** How an operation names its instance. Without an id, it is the only one of the account. */
interface OnInstance {
  readonly InstanceId?: string;
}

/** Resolves the instance that a request names. @throws InstanceNotUsable */
@Injectable()
export class BastionScope implements ScopeResolver<OnInstance, Bastion> {
  constructor(private readonly instances: BastionInstances) {}

  resolve(caller: Caller, { InstanceId }: OnInstance): Promise<Bastion> {
    return this.instances.require(caller, InstanceId);
  }
}

/** Handles an operation on one instance. */
export type BastionHandler<Request, Response> = ActionHandler<Request, Response, Bastion>;

type Options<Request extends object, Response extends object, Scope> = Omit<
  ActionOptions<Request, Response, Scope>,
  'resource' | 'scope'
>;

const action = actionsOf(bastionhost);
// Bastionhost authorises by the name of the operation alone.
const resource = () => '*';

/** Declares an operation on one instance. Its handler receives the Bastion. */
export function BastionhostAction<Request extends OnInstance, Response extends object>(
  options: Options<Request, Response, Bastion>,
) {
  return action<Request, Response, Bastion>({ ...options, resource, scope: BastionScope });
}

/** Declares an operation that is not on a particular instance. Its handler receives the caller. */
export function BastionhostAccountAction<Request extends object, Response extends object>(
  options: Options<Request, Response, Caller>,
) {
  return action<Request, Response>({ ...options, resource });
}
