import { actionsOf, type Product } from '../../gateway/action.ts';
import { BssOpenApiErrors } from '../bssopenapi.errors.ts';

export const bssOpenApi: Product = {
  name: 'bssopenapi',
  version: '2017-12-14',
  title: 'BssOpenApi',
  envelope: 'standard',
  errors: {
    missingParameter: (name) => BssOpenApiErrors.MissingParameter({ Name: name }),
    invalidParameter: (name) => BssOpenApiErrors.InvalidParameter({ Name: name }),
    internal: () => BssOpenApiErrors.InternalError(),
    unavailable: () => BssOpenApiErrors.ServiceUnavailable(),
    accessDenied: (denied) =>
      BssOpenApiErrors.NotAuthorized({ cause: denied }).with({ AccessDeniedDetail: denied.detail }),
    accessKeyNotFound: () => BssOpenApiErrors.AccessKeyNotFound(),
    accessKeyInactive: () => BssOpenApiErrors.AccessKeyInactive(),
  },
};

/** Declares an operation of BssOpenApi. */
export const BssOpenApiAction = actionsOf(bssOpenApi);
