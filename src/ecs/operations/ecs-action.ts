import { actionsOf, type Product } from '../../gateway/action.ts';
import { EcsErrors } from '../ecs.errors.ts';

export const ecs: Product = {
  name: 'ecs',
  version: '2014-05-26',
  title: 'Ecs',
  envelope: 'standard',
  errors: {
    missingParameter: (name) => EcsErrors.MissingParameter({ Name: name }),
    invalidParameter: (name) => EcsErrors.InvalidParameter({ Name: name }),
    internal: () => EcsErrors.InternalError(),
    unavailable: () => EcsErrors.ServiceUnavailable(),
    accessDenied: (denied) => EcsErrors.Forbidden({ cause: denied }).with({ AccessDeniedDetail: denied.detail }),
    accessKeyNotFound: () => EcsErrors.AccessKeyNotFound(),
    accessKeyInactive: () => EcsErrors.AccessKeyInactive(),
  },
};

/** Declares an operation of ECS. */
export const EcsAction = actionsOf(ecs);
