import type { ServiceError } from '../../common/service-error.ts';
import { actionsOf, type Flaw, type Product } from '../../gateway/action.ts';
import { AssumptionErrors } from '../../identity/assumption.errors.ts';
import type { AccessDenied } from '../../identity/identity.api.ts';
import { StsErrors } from '../ram.errors.ts';

export const sts: Product = {
  name: 'sts',
  version: '2015-04-01',
  title: 'STS',
  envelope: 'standard',
  errors: {
    missingParameter: (name) => StsErrors.MissingParameter({ Name: name }),
    invalidParameter,
    internal: () => StsErrors.InternalError(),
    unavailable: () => StsErrors.ServiceUnavailable(),
    accessDenied,
    accessKeyNotFound: () => StsErrors.AccessKeyNotFound(),
    accessKeyInactive: () => StsErrors.AccessKeyInactive(),
  },
};

/** Declares an operation of STS. */
export const StsAction = actionsOf(sts);

// A role of another account that does not trust the caller is answered as if it did not exist.
function accessDenied(denied: AccessDenied): ServiceError {
  const options = { cause: denied };
  if (denied.isForeign && denied.denial.policyType === 'AssumeRolePolicy')
    return AssumptionErrors.RoleNotFound(options);
  return StsErrors.NoPermission(options).with({ AccessDeniedDetail: denied.detail });
}

function invalidParameter(Name: string, flaw?: Flaw): ServiceError {
  if (Name === 'Policy') return flaw === 'length' ? AssumptionErrors.PolicySize() : AssumptionErrors.PolicyGrammar();
  return /^\w{1,64}$/.test(Name) ? StsErrors.InvalidParameter({ Name }) : StsErrors.UnknownParameter();
}
