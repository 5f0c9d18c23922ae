import { defineErrors } from '../common/service-error.ts';

/** The errors of AssumeRole, except refusals by the permission system. */
export const AssumptionErrors = defineErrors({
  RootMayNotAssume: {
    code: 'NoPermission',
    status: 403,
    message: 'Roles may not be assumed by root accounts.',
  },
  // The space before the full stop is the vendor's.
  RoleNotFound: { code: 'EntityNotExist.Role', status: 404, message: 'The specified Role not exists .' },
  // The vendor's text names the usual maximum. A role may allow up to 12 hours.
  DurationSeconds: {
    code: 'InvalidParameter.DurationSeconds',
    status: 400,
    message: 'The Min/Max value of DurationSeconds is 15min/<Hours>hr.',
  },
  PolicyGrammar: {
    code: 'InvalidParameter.PolicyGrammar',
    status: 400,
    message: 'The parameter Policy has not passed grammar check.',
  },
  PolicySize: {
    code: 'InvalidParameter.PolicySize',
    status: 400,
    message: 'The size of Policy must be smaller than 2048 bytes.',
  },
});
