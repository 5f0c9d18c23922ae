import { actionsOf, type ActionOptions, type Product } from '../../gateway/action.ts';
import { BastionhostErrors, invalidParameter } from '../bastionhost.errors.ts';

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

const action = actionsOf(bastionhost);

/** Declares an operation of Bastionhost, which is authorised by its name alone: the resource is always `*`. */
export function BastionhostAction<Request extends object, Response extends object>(
  options: Omit<ActionOptions<Request, Response>, 'resource'>,
) {
  return action<Request, Response>({ ...options, resource: () => '*' });
}
