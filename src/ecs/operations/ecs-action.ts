import { actionsOf, type Product } from '../../gateway/action.ts';
import { ecsWords } from '../ecs-words.api.ts';
import { EcsErrors } from '../ecs.errors.ts';

export const ecs: Product = {
  name: ecsWords.name,
  version: '2014-05-26',
  title: 'Ecs',
  envelope: 'standard',
  errors: {
    ...ecsWords.errors,
    missingParameter: (name) => EcsErrors.MissingParameter({ Name: name }),
    invalidParameter: (name) => EcsErrors.InvalidParameter({ Name: name }),
    accessKeyNotFound: () => EcsErrors.AccessKeyNotFound(),
    accessKeyInactive: () => EcsErrors.AccessKeyInactive(),
  },
};

/** Declares an ECS operation. */
export const EcsAction = actionsOf(ecs);
