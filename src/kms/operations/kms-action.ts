import { actionsOf, type Product } from '../../gateway/action.ts';
import { KmsErrors } from '../kms.errors.ts';
import { kmsWords } from '../kms-words.api.ts';

export const kms: Product = {
  name: kmsWords.name,
  version: '2016-01-20',
  title: 'KMS',
  envelope: 'kms',
  errors: {
    ...kmsWords.errors,
    missingParameter: (name) => KmsErrors.MissingParameter({ Name: name }),
    invalidParameter: (name) => KmsErrors.InvalidParameter({ Name: name }),
    accessKeyNotFound: () => KmsErrors.AccessKeyNotFound(),
    accessKeyInactive: () => KmsErrors.AccessKeyInactive(),
  },
};

/** Declares an operation of KMS. */
export const KmsAction = actionsOf(kms);
