import type { ServiceError } from '../common/service-error.ts';
import type { ProductWords } from '../guard/product-words.api.ts';
import type { AccessDenied } from '../identity/identity.api.ts';
import { KmsErrors } from './kms.errors.ts';

/** What KMS answers when a call fails for a reason outside KMS. */
export const kmsWords: ProductWords = {
  name: 'kms',
  errors: {
    internal: () => KmsErrors.InternalFailure(),
    unavailable: () => KmsErrors.ServiceUnavailable(),
    accessDenied: noPermission,
  },
};

/** Another account's key or secret that is not shared with the caller is answered like one that does not exist. */
function noPermission(denied: AccessDenied): ServiceError {
  const { resource: Resource } = denied.permission;
  const options = { cause: denied };
  if (denied.isForeign) {
    return Resource.includes(':secret/') ? KmsErrors.ResourceNotFound(options) : KmsErrors.KeyNotFound(options);
  }
  return KmsErrors.NoPermission({ Resource }, options).with({ AccessDeniedDetail: denied.detail });
}
