import { OperationsModule } from '../../gateway/operations-module.ts';
import { SealingModule } from '../../sealing/sealing.module.ts';
import { BastionhostModule } from '../bastionhost.module.ts';
import { AttachHostAccountsToUser } from './attach-host-accounts-to-user.ts';
import { CreateHostAccount } from './create-host-account.ts';
import { CreateHost } from './create-host.ts';
import { CreateUserPublicKey } from './create-user-public-key.ts';
import { CreateUser } from './create-user.ts';
import { DeleteHostAccount } from './delete-host-account.ts';
import { DeleteHost } from './delete-host.ts';
import { DeleteUserPublicKey } from './delete-user-public-key.ts';
import { DeleteUser } from './delete-user.ts';
import { DescribeInstanceAttribute } from './describe-instance-attribute.ts';
import { DescribeInstances } from './describe-instances.ts';
import { DetachHostAccountsFromUser } from './detach-host-accounts-from-user.ts';
import { GetHostAccount } from './get-host-account.ts';
import { GetHost } from './get-host.ts';
import { GetUser } from './get-user.ts';
import { ImportKMSSecretsForHost } from './import-kms-secrets-for-host.ts';
import { ListHostAccountsForUser } from './list-host-accounts-for-user.ts';
import { ListHostAccounts } from './list-host-accounts.ts';
import { ListHosts } from './list-hosts.ts';
import { ListImportableKMSSecretsForHost } from './list-importable-kms-secrets-for-host.ts';
import { ListUserPublicKeys } from './list-user-public-keys.ts';
import { ListUsers } from './list-users.ts';
import { ModifyHostAccount } from './modify-host-account.ts';
import { ModifyHost } from './modify-host.ts';
import { ModifyHostsPort } from './modify-hosts-port.ts';

/** The operations of Bastionhost. */
@OperationsModule({
  imports: [BastionhostModule, SealingModule],
  operations: [
    AttachHostAccountsToUser,
    CreateHostAccount,
    CreateHost,
    CreateUserPublicKey,
    CreateUser,
    DeleteHostAccount,
    DeleteHost,
    DeleteUserPublicKey,
    DeleteUser,
    DescribeInstanceAttribute,
    DescribeInstances,
    DetachHostAccountsFromUser,
    GetHostAccount,
    GetHost,
    GetUser,
    ImportKMSSecretsForHost,
    ListHostAccountsForUser,
    ListHostAccounts,
    ListHosts,
    ListImportableKMSSecretsForHost,
    ListUserPublicKeys,
    ListUsers,
    ModifyHostAccount,
    ModifyHost,
    ModifyHostsPort,
  ],
})
export class BastionhostOperationsModule {}
