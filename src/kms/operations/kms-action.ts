import { actionsOf, type Product } from '../../gateway/action.ts';
import { KmsErrors } from '../kms.errors.ts';
import { noPermission } from '../no-permission.ts';

export const kms: Product = {
  name: 'kms',
  version: '2016-01-20',
  title: 'KMS',
  envelope: 'kms',
  errors: {
    missingParameter: (name) => KmsErrors.MissingParameter({ Name: name }),
    invalidParameter: (name) => KmsErrors.InvalidParameter({ Name: name }),
    internal: () => KmsErrors.InternalFailure(),
    unavailable: () => KmsErrors.ServiceUnavailable(),
    accessDenied: noPermission,
    accessKeyNotFound: () => KmsErrors.AccessKeyNotFound(),
    accessKeyInactive: () => KmsErrors.AccessKeyInactive(),
  },
};

/** Declares an operation of KMS. */
export const KmsAction = actionsOf(kms);
