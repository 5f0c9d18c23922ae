import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.ts';
import { HotPool } from '../../database/hot-pool.ts';
import type { HostAccount } from '../hosts/host-account.entity.ts';
import type { PreferredKeyExchange } from '../hosts/host.entity.ts';
import { LocalCredentials } from '../hosts/local-credentials.ts';
import type { PlanCode } from '../instances/edition.ts';
import { kmsSupportOf } from '../instances/kms-support.ts';
import {
  ConnectionPermits,
  type AuthenticatedUser,
  type ConnectionPermit,
  type AccessLoss,
  type GrantSource,
  type HostCredential,
  type PermitStanding,
  type TargetName,
} from '../bastionhost.api.ts';
import { accessAt } from './access.sql.ts';

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
  readonly preferredKeyExchange: PreferredKeyExchange;
  readonly sourceInstanceId: string | null;
  readonly grantedBy: GrantSource;
  readonly planCode: PlanCode;
  readonly imageVersion: string;
  readonly hasKmsSecretModule: boolean;
  /** Whether the host was named in its exact spelling. */
  readonly isExact: boolean;
};

interface StandingRow {
  readonly loss: AccessLoss | null;
  readonly until: Date | null;
}

// PostgreSQL rejects NUL in text. No name that can be granted contains a control character.
const possibleName = /^[^\p{Cc}]{1,253}$/u;

const grantedAccounts = `
  select a.id, a.account_id as "accountId", a.instance_id as "instanceId", a.account_name as "accountName",
         a.sealed_password as "sealedPassword", a.sealed_private_key as "sealedPrivateKey",
         a.sealed_passphrase as "sealedPassphrase",
         a.kms_secret_name as "kmsSecretName", a.kms_secret_region as "kmsSecretRegion",
         h.id as "hostId", h.host_name as "hostName", h.port, h.source_instance_id as "sourceInstanceId",
         name.exact as "isExact", access.source as "grantedBy",
         i.plan_code as "planCode", i.image_version as "imageVersion", i.kms_secret_module as "hasKmsSecretModule",
         h.preferred_key_exchange as "preferredKeyExchange",
         case h.active_address_type when 'Public' then h.public_address else h.private_address end as address
  from (${accessAt('$6', 'u.account_id = $1 and u.instance_id = $2 and u.id = $3 and a.account_name = $4')}) access
  join bastion_host_accounts a on a.id = access.host_account_id
  join bastion_hosts h on h.id = access.host_id
  join bastion_instances i on i.instance_id = a.instance_id
  cross join lateral (
    select bool_or(name = $5) as exact
    from unnest(array[h.host_name, h.private_address, h.public_address, h.id::text, h.source_instance_id]) name
    where lower(name) = lower($5)) name
  where name.exact is not null
  order by name.exact desc
  limit 2`;

const pairAsked = 'u.account_id = asked.account_id and u.id = asked.user_id and a.id = asked.host_account_id';

// The access relation decides. The rest only says why access was lost.
const standings = `
  select case
    when access.user_id is not null and (asked.public_key_id is null or k.id is not null) then null
    when u.id is null then 'UserDeleted'
    when u.effective_from > $6 or u.effective_until <= $6 then 'UserExpired'
    when asked.public_key_id is not null and k.id is null then 'PublicKeyDeleted'
    when h.id is null then 'HostDeleted'
    when a.id is null then 'HostAccountDeleted'
    else 'GrantWithdrawn' end as loss, access.until
  from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
    with ordinality asked (account_id, user_id, public_key_id, host_id, host_account_id, place)
  left join lateral (${accessAt('$6', pairAsked)}) access on true
  left join bastion_users u on u.id = asked.user_id
  left join bastion_user_public_keys k on k.id = asked.public_key_id and k.user_id = asked.user_id
  left join bastion_hosts h on h.id = asked.host_id
  left join bastion_host_accounts a on a.id = asked.host_account_id
  order by asked.place`;

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
    const [account, secondAccount] = await this.granted(user, target);
    // An ambiguous name is refused, so that no one logs on to the wrong server.
    if (!account || secondAccount?.isExact === account.isExact) return undefined;
    return {
      user,
      hostId: account.hostId,
      hostName: account.hostName,
      address: account.address,
      port: account.port,
      preferredKeyExchange: account.preferredKeyExchange === 'default' ? undefined : account.preferredKeyExchange,
      hostAccountId: account.id,
      hostAccountName: account.accountName,
      grantedBy: account.grantedBy,
      credential: this.credentialOf(account),
    };
  }

  override async review(permits: readonly ConnectionPermit[]): Promise<PermitStanding[]> {
    const values = [
      permits.map(({ user }) => user.accountId),
      permits.map(({ user }) => user.userId),
      permits.map(({ user }) => user.publicKeyId ?? null),
      permits.map(({ hostId }) => hostId),
      permits.map(({ hostAccountId }) => hostAccountId),
      this.clock.now(),
    ];
    const rows = await this.pool.query<StandingRow>({ name: 'bastionhost.standings', text: standings, values });
    return rows.map(({ loss, until }) => ({ loss: loss ?? undefined, until: until ?? undefined }));
  }

  /** At most two of the accounts that the user may use and that the name matches, those in its exact spelling first. */
  private granted(user: AuthenticatedUser, target: TargetName): Promise<GrantedAccount[]> {
    const { accountId, instanceId, userId } = user;
    const values = [accountId, instanceId, userId, target.account, target.host, this.clock.now()];
    return this.pool.query<GrantedAccount>({ name: 'bastionhost.granted-accounts', text: grantedAccounts, values });
  }

  private credentialOf(account: GrantedAccount): HostCredential {
    const { kmsSecretName, kmsSecretRegion, sourceInstanceId } = account;
    if (kmsSecretName !== null && kmsSecretRegion !== null && sourceInstanceId !== null) {
      if (kmsSupportOf(account) === 'none') return { kind: 'kms-unsupported' };
      return { kind: 'kms', secretName: kmsSecretName, secretRegion: kmsSecretRegion, instanceId: sourceInstanceId };
    }
    const { password, privateKey, passphrase } = this.credentials.open(account, account);
    return password || privateKey ? { kind: 'local', password, privateKey, passphrase } : { kind: 'none' };
  }
}
