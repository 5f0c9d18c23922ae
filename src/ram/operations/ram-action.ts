import type { ServiceError } from '../../common/service-error.ts';
import { actionsOf, type Flaw, type Product } from '../../gateway/action.ts';
import { IdentityErrors } from '../../identity/identity.errors.ts';
import { RamErrors } from '../ram.errors.ts';

export const ram: Product = {
  name: 'ram',
  version: '2015-05-01',
  title: 'RAM',
  envelope: 'standard',
  errors: {
    missingParameter: (name) =>
      name === 'PolicyDocument' ? RamErrors.MissingPolicyDocument() : RamErrors.MissingParameter({ Name: name }),
    invalidParameter,
    internal: () => RamErrors.InternalError(),
    unavailable: () => RamErrors.ServiceUnavailable(),
    accessDenied: (denied) => {
      const { resource: Resource, action: Action } = denied.permission;
      const refusal = RamErrors.NoPermission({ Resource, Action }, { cause: denied });
      return refusal.with({ AccessDeniedDetail: denied.detail });
    },
    accessKeyNotFound: () => RamErrors.AccessKeyNotFound(),
    accessKeyInactive: () => RamErrors.AccessKeyInactive(),
  },
};

/** Declares an operation of RAM. */
export const RamAction = actionsOf(ram);

const withFormat = /(Email|MobilePhone|VersionId)$/;

function invalidParameter(Name: string, flaw?: Flaw): ServiceError {
  if (!/^\w{1,64}$/.test(Name)) return RamErrors.UnknownParameter();
  if (flaw === 'length') return RamErrors.InvalidLength({ Name });
  if (Name.endsWith('PolicyDocument'))
    return IdentityErrors.MalformedPolicyDocument({ Reason: 'the document is not JSON' });
  if (withFormat.test(Name)) return RamErrors.InvalidFormat({ Name });
  return flaw === 'characters' ? RamErrors.InvalidChars({ Name }) : RamErrors.InvalidParameter({ Name });
}
