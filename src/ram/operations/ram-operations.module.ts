import { OperationsModule } from '../../gateway/operations-module.ts';
import { IdentityModule } from '../../identity/identity.module.ts';
import { AddUserToGroup } from './add-user-to-group.ts';
import { AttachPolicyToGroup } from './attach-policy-to-group.ts';
import { AttachPolicyToRole } from './attach-policy-to-role.ts';
import { AttachPolicyToUser } from './attach-policy-to-user.ts';
import { CreateAccessKey } from './create-access-key.ts';
import { CreateAccount } from './create-account.ts';
import { CreateGroup } from './create-group.ts';
import { CreatePolicy } from './create-policy.ts';
import { CreatePolicyVersion } from './create-policy-version.ts';
import { CreateRole } from './create-role.ts';
import { CreateUser } from './create-user.ts';
import { DeleteAccessKey } from './delete-access-key.ts';
import { DeleteGroup } from './delete-group.ts';
import { DeleteLoginProfile } from './delete-login-profile.ts';
import { DeletePolicy } from './delete-policy.ts';
import { DeletePolicyVersion } from './delete-policy-version.ts';
import { DeleteRole } from './delete-role.ts';
import { DeleteUser } from './delete-user.ts';
import { DetachPolicyFromGroup } from './detach-policy-from-group.ts';
import { DetachPolicyFromRole } from './detach-policy-from-role.ts';
import { DetachPolicyFromUser } from './detach-policy-from-user.ts';
import { GetAccessKeyLastUsed } from './get-access-key-last-used.ts';
import { GetAccountAlias } from './get-account-alias.ts';
import { GetGroup } from './get-group.ts';
import { GetLoginProfile } from './get-login-profile.ts';
import { GetPasswordPolicy } from './get-password-policy.ts';
import { GetPolicy } from './get-policy.ts';
import { GetPolicyVersion } from './get-policy-version.ts';
import { GetRole } from './get-role.ts';
import { GetSecurityPreference } from './get-security-preference.ts';
import { GetUser } from './get-user.ts';
import { GetUserMFAInfo } from './get-user-mfa-info.ts';
import { ListAccessKeys } from './list-access-keys.ts';
import { ListEntitiesForPolicy } from './list-entities-for-policy.ts';
import { ListGroups } from './list-groups.ts';
import { ListGroupsForUser } from './list-groups-for-user.ts';
import { ListPolicies } from './list-policies.ts';
import { ListPoliciesForGroup } from './list-policies-for-group.ts';
import { ListPoliciesForRole } from './list-policies-for-role.ts';
import { ListPoliciesForUser } from './list-policies-for-user.ts';
import { ListPolicyVersions } from './list-policy-versions.ts';
import { ListRoles } from './list-roles.ts';
import { ListTagResources } from './list-tag-resources.ts';
import { ListUsers } from './list-users.ts';
import { ListUsersForGroup } from './list-users-for-group.ts';
import { ListVirtualMFADevices } from './list-virtual-mfa-devices.ts';
import { RemoveUserFromGroup } from './remove-user-from-group.ts';
import { SetDefaultPolicyVersion } from './set-default-policy-version.ts';
import { TagResources } from './tag-resources.ts';
import { UnbindMFADevice } from './unbind-mfa-device.ts';
import { UntagResources } from './untag-resources.ts';
import { UpdateAccessKey } from './update-access-key.ts';
import { UpdateGroup } from './update-group.ts';
import { UpdatePolicyDescription } from './update-policy-description.ts';
import { UpdateRole } from './update-role.ts';
import { UpdateUser } from './update-user.ts';
import { Markers } from './shapes/markers.ts';

/** Every operation of RAM. */
@OperationsModule({
  imports: [IdentityModule],
  shared: [Markers],
  operations: [
    AddUserToGroup,
    AttachPolicyToGroup,
    AttachPolicyToRole,
    AttachPolicyToUser,
    CreateAccessKey,
    CreateAccount,
    CreateGroup,
    CreatePolicy,
    CreatePolicyVersion,
    CreateRole,
    CreateUser,
    DeleteAccessKey,
    DeleteGroup,
    DeleteLoginProfile,
    DeletePolicy,
    DeletePolicyVersion,
    DeleteRole,
    DeleteUser,
    DetachPolicyFromGroup,
    DetachPolicyFromRole,
    DetachPolicyFromUser,
    GetAccessKeyLastUsed,
    GetAccountAlias,
    GetGroup,
    GetLoginProfile,
    GetPasswordPolicy,
    GetPolicy,
    GetPolicyVersion,
    GetRole,
    GetSecurityPreference,
    GetUser,
    GetUserMFAInfo,
    ListAccessKeys,
    ListEntitiesForPolicy,
    ListGroups,
    ListGroupsForUser,
    ListPolicies,
    ListPoliciesForGroup,
    ListPoliciesForRole,
    ListPoliciesForUser,
    ListPolicyVersions,
    ListRoles,
    ListTagResources,
    ListUsers,
    ListUsersForGroup,
    ListVirtualMFADevices,
    RemoveUserFromGroup,
    SetDefaultPolicyVersion,
    TagResources,
    UnbindMFADevice,
    UntagResources,
    UpdateAccessKey,
    UpdateGroup,
    UpdatePolicyDescription,
    UpdateRole,
    UpdateUser,
  ],
})
export class RamOperationsModule {}
