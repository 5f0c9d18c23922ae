import type { ProductWords } from '../guard/product-words.api.ts';
import { EcsErrors } from './ecs.errors.ts';

/** ECS's answers to a call that fails for a reason that is not its own. */
export const ecsWords: ProductWords = {
  name: 'ecs',
  errors: {
    internal: () => EcsErrors.InternalError(),
    unavailable: () => EcsErrors.ServiceUnavailable(),
    accessDenied: (denied) => EcsErrors.Forbidden({ cause: denied }).with({ AccessDeniedDetail: denied.detail }),
  },
};
