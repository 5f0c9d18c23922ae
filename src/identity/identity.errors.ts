import { defineErrors } from '../common/service-error.ts';

/** The errors of users, groups, roles and policies. They are documented, except where noted. */
export const IdentityErrors = defineErrors({
  UserNotFound: { code: 'EntityNotExist.User', status: 404, message: 'The user does not exist.' },
  GroupNotFound: { code: 'EntityNotExist.Group', status: 404, message: 'The group does not exist.' },
  RoleNotFound: { code: 'EntityNotExist.Role', status: 404, message: 'The role not exists: <RoleName>.' },
  PolicyNotFound: { code: 'EntityNotExist.Policy', status: 404, message: 'The policy does not exist.' },
  PolicyVersionNotFound: {
    code: 'EntityNotExist.Policy.Version',
    status: 404,
    message: 'The policy version does not exist.',
  },
  AccessKeyNotFound: {
    code: 'EntityNotExist.User.AccessKey',
    status: 404,
    message: 'The user access key does not exist.',
  },
  LoginProfileNotFound: {
    code: 'EntityNotExist.User.LoginProfile',
    status: 404,
    message: 'The user login profile does not exist.',
  },
  MfaDeviceNotFound: {
    code: 'EntityNotExist.User.MFADevice',
    status: 404,
    message: 'The user has not bound any MFA device.',
  },
  NotInGroup: { code: 'EntityNotExist.User.Group', status: 404, message: 'The user has not joined the group.' },
  NotAttachedToUser: {
    code: 'EntityNotExist.User.Policy',
    status: 404,
    message: 'The indicate policy of the user does not exist.',
  },
  NotAttachedToGroup: {
    code: 'EntityNotExist.Group.Policy',
    status: 404,
    message: 'The indicate policy attached to the group does not exist.',
  },
  // The code is observed, the text inferred.
  NotAttachedToRole: {
    code: 'EntityNotExist.Role.Policy',
    status: 404,
    message: 'The indicate policy attached to the role does not exist.',
  },

  UserExists: { code: 'EntityAlreadyExists.User', status: 409, message: 'The user does already EXIST.' },
  GroupExists: { code: 'EntityAlreadyExists.Group', status: 409, message: 'The group does already EXIST.' },
  // The code is observed, the text inferred.
  RoleExists: { code: 'EntityAlreadyExists.Role', status: 409, message: 'The role does already EXIST.' },
  // The vendor's text says "group".
  PolicyExists: { code: 'EntityAlreadyExists.Policy', status: 409, message: 'The group does already EXIST.' },
  AlreadyInGroup: {
    code: 'EntityAlreadyExists.User.Group',
    status: 409,
    message: 'The user has already joined the group.',
  },
  AlreadyAttachedToUser: {
    code: 'EntityAlreadyExists.User.Policy',
    status: 409,
    message: 'The user has already been attached this policy.',
  },
  AlreadyAttachedToGroup: {
    code: 'EntityAlreadyExists.Group.Policy',
    status: 409,
    message: 'The group has already been attached this policy.',
  },
  // The code is observed, the text inferred.
  AlreadyAttachedToRole: {
    code: 'EntityAlreadyExists.Role.Policy',
    status: 409,
    message: 'The role has already been attached this policy.',
  },

  UserHasAccessKey: {
    code: 'DeleteConflict.User.AccessKey',
    status: 409,
    message: 'The user CAN NOT has any access key while deleting the user.',
  },
  UserHasPolicy: {
    code: 'DeleteConflict.User.Policy',
    status: 409,
    message: 'The user CAN NOT has any attached policy while deleting the user.',
  },
  UserInGroup: {
    code: 'DeleteConflict.User.Group',
    status: 409,
    message: 'The user CAN NOT be in any group while deleting the user.',
  },
  GroupHasUser: {
    code: 'DeleteConflict.Group.User',
    status: 409,
    message: 'The group CAN NOT has any user member while deleting the group.',
  },
  GroupHasPolicy: {
    code: 'DeleteConflict.Group.Policy',
    status: 409,
    message: 'The entity CAN NOT has any attached policy while deleting the group.',
  },
  RoleHasPolicy: {
    code: 'DeleteConflict.Role.Policy',
    status: 409,
    message: 'The role CAN NOT has any attached policy while deleting the role.',
  },
  PolicyOfUser: {
    code: 'DeleteConflict.Policy.User',
    status: 409,
    message: 'The policy CAN NOT been attached to any user while deleting the policy.',
  },
  PolicyOfGroup: {
    code: 'DeleteConflict.Policy.Group',
    status: 409,
    message: 'The policy CAN NOT been attached to any group while deleting the policy.',
  },
  // Inferred from the two above.
  PolicyOfRole: {
    code: 'DeleteConflict.Policy.Role',
    status: 409,
    message: 'The policy CAN NOT been attached to any role while deleting the policy.',
  },
  PolicyHasVersions: {
    code: 'DeleteConflict.Policy.Version',
    status: 409,
    message: 'The policy CAN NOT has any version except the default version.',
  },
  VersionIsDefault: {
    code: 'DeleteConflict.Policy.Version.Default',
    status: 409,
    message: 'The default policy version CAN NOT been deleted directly.',
  },

  TooManyUsers: { code: 'LimitExceeded.User', status: 409, message: 'The count of users beyond the current limits.' },
  TooManyAccessKeys: {
    code: 'LimitExceeded.User.AccessKey',
    status: 409,
    message: 'The access key count of the user access keys beyond the current limits.',
  },
  TooManyGroupsOfUser: {
    code: 'LimitExceeded.User.Group',
    status: 409,
    message: 'The count of groups the target user joined beyond the current limits.',
  },
  TooManyPoliciesOfUser: {
    code: 'LimitExceeded.User.Policy',
    status: 409,
    message: 'The policy count of the user attached policies beyond the current limits.',
  },
  TooManyGroups: {
    code: 'LimitExceeded.Group',
    status: 409,
    message: 'The count of groups beyond the current limits.',
  },
  TooManyPoliciesOfGroup: {
    code: 'LimitExceeded.Group.Policy',
    status: 409,
    message: 'The policy count of the group beyond the current limits.',
  },
  TooManyRoles: { code: 'LimitExceeded.Role', status: 409, message: 'The count of roles beyond the current limits.' },
  TooManyPoliciesOfRole: {
    code: 'LimitExceeded.Role.Policy',
    status: 409,
    message: 'The count of policies attached to the role beyond the current limits.',
  },
  TooManyPolicies: {
    code: 'LimitExceeded.Policy',
    status: 409,
    message: 'The count of policy beyond the current limits.',
  },
  TooManyVersions: {
    code: 'LimitExceeded.Policy.Version',
    status: 409,
    message: 'The count of policy version beyond the current limits.',
  },
  // Inferred: the limit is documented, its error is not.
  TooManyTags: { code: 'LimitExceeded.Tag', status: 409, message: 'The count of tags beyond the current limits.' },

  MalformedPolicyDocument: { code: 'MalformedPolicyDocument', status: 400, message: '<Reason>' },
  // Inferred: the documentation says that service-linked roles cannot be changed, nor deleted while they are needed.
  ServiceLinkedRole: {
    code: 'OperationDenied.ServiceLinkedRole',
    status: 409,
    message: 'The service-linked role cannot be changed.',
  },
  ServiceLinkedRoleInUse: {
    code: 'DeleteConflict.Role.ServiceLinked',
    status: 409,
    message: 'The service-linked role CAN NOT be in use while deleting the role.',
  },
});
