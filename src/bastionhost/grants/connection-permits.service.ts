import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.ts';
import { HotPool } from '../../database/hot-pool.ts';
import type { HostAccount } from '../assets/host-account.entity.ts';
import { LocalCredentials } from '../assets/local-credentials.service.ts';
import {
  ConnectionPermits,
  type AuthenticatedUser,
  type ConnectionPermit,
  type HostCredential,
  type TargetName,
} from '../bastionhost.api.ts';

type GrantedAccount = Pick<
  HostAccount,
  | 'id'
  | 'accountId'
  | 'instanceId'
  | 'accountName'
  | 'sealedPassword'
  | 'sealedPrivateKey'
  | 'sealedPassphrase'
  | 'kmsSecretName'
  | 'kmsSecretRegion'
> & {
  readonly hostId: string;
  readonly hostName: string;
  readonly address: string;
  readonly port: number;
  readonly sourceInstanceId: string | null;
};

// PostgreSQL refuses NUL in a text; no name that can be granted has a control character.
const possibleName = /^[^\p{Cc}]{1,253}$/u;

const grantedAccounts = `
  select a.id, a.account_id as "accountId", a.instance_id as "instanceId", a.account_name as "accountName",
         a.sealed_password as "sealedPassword", a.sealed_private_key as "sealedPrivateKey",
         a.sealed_passphrase as "sealedPassphrase",
         a.kms_secret_name as "kmsSecretName", a.kms_secret_region as "kmsSecretRegion",
         h.id as "hostId", h.host_name as "hostName", h.port, h.source_instance_id as "sourceInstanceId",
         case h.active_address_type when 'Public' then h.public_address else h.private_address end as address
  from bastion_users u
  join bastion_host_account_grants g on g.user_id = u.id
  join bastion_host_accounts a on a.id = g.host_account_id
  join bastion_hosts h on h.id = a.host_id
  where u.account_id = $1 and u.instance_id = $2 and u.id = $3
    and (u.effective_from is null or u.effective_from <= $6)
    and (u.effective_until is null or u.effective_until > $6)
    and a.account_name = $4 and a.protocol_name = 'SSH'
    and $5 in (h.host_name, h.private_address, h.public_address, h.id::text)
  limit 2`;

@Injectable()
export class GrantedConnectionPermits extends ConnectionPermits {
  constructor(
    private readonly pool: HotPool,
    private readonly credentials: LocalCredentials,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async issue(user: AuthenticatedUser, target: TargetName): Promise<ConnectionPermit | undefined> {
    if (!possibleName.test(target.account) || !possibleName.test(target.host)) return undefined;
    const [account, another] = await this.granted(user, target);
    // A name that means two servers means none: nobody is to log on to the wrong one.
    if (!account || another) return undefined;
    return {
      user,
      hostId: account.hostId,
      hostName: account.hostName,
      address: account.address,
      port: account.port,
      hostAccountId: account.id,
      hostAccountName: account.accountName,
      credential: this.credentialOf(account),
    };
  }

  /** At most two of the accounts that the user may use and that the name means. */
  private granted(user: AuthenticatedUser, target: TargetName): Promise<GrantedAccount[]> {
    const { accountId, instanceId, userId } = user;
    const values = [accountId, instanceId, userId, target.account, target.host, this.clock.now()];
    return this.pool.query<GrantedAccount>({ name: 'bastionhost.granted-accounts', text: grantedAccounts, values });
  }

  private credentialOf(account: GrantedAccount): HostCredential {
    const { kmsSecretName, kmsSecretRegion, sourceInstanceId } = account;
    if (kmsSecretName !== null && kmsSecretRegion !== null && sourceInstanceId !== null) {
      return { kind: 'kms', secretName: kmsSecretName, secretRegion: kmsSecretRegion, instanceId: sourceInstanceId };
    }
    const { password, privateKey, passphrase } = this.credentials.open(account, account);
    return password || privateKey ? { kind: 'local', password, privateKey, passphrase } : { kind: 'none' };
  }
}
