import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.ts';
import { type BareHost, HostPermitRows } from './access/host-permit-rows.ts';
import { type GrantedAccount, type GrantedName, PermitRows } from './access/permit-rows.ts';
import { specialAccount, type SpecialAccounts } from './access/special-account.ts';
import type {
  Access,
  AuthenticatedUser,
  ConnectionPermit,
  GrantedHost,
  PermitStanding,
  TargetName,
} from './bastionhost.api.ts';
import { HostCredentials } from './hosts/host-credentials.ts';
import { legacyKeyExchangeOf } from './hosts/preferred-key-exchange.ts';

export type { GrantedName } from './access/permit-rows.ts';

// PostgreSQL rejects NUL in text. No name that can be granted contains a control character.
const possibleName = /^[^\p{Cc}]{1,253}$/u;

/** Decides whether a user may open a connection to a target and continue to use it. */
@Injectable()
export class ConnectionPermits {
  constructor(
    private readonly rows: PermitRows,
    private readonly hosts: HostPermitRows,
    private readonly credentials: HostCredentials,
    private readonly clock: Clock,
  ) {}

  /**
   * The permit. Undefined alike for an unknown host, an unknown account, an ambiguous name and an account that is not
   * granted: none of these throws.
   */
  async issue(user: AuthenticatedUser, target: TargetName): Promise<ConnectionPermit | undefined> {
    if (!isPossible(target)) return undefined;
    const now = this.clock.now();
    const accounts = await this.rows.granted(user, target, now);
    const hosts = accounts[0]?.isExact ? [] : await this.hosts.named(user, target.host, now);
    const [first, second] = [...accounts, ...hosts].sort((one, other) => +other.isExact - +one.isExact);
    // An ambiguous name is refused, so that no one logs on to the wrong server.
    if (!first || second?.isExact === first.isExact) return undefined;
    return 'accountName' in first ? this.permit(user, first) : specialPermit(user, first, target.account);
  }

  /** The permit for an account that was chosen from a list. Undefined where it is not granted, or no longer. */
  async issueForAccount(user: AuthenticatedUser, hostAccountId: string): Promise<ConnectionPermit | undefined> {
    const account = await this.rows.grantedById(user, hostAccountId, this.clock.now());
    return account && this.permit(user, account);
  }

  /**
   * The permit for an account that the user names on a host that they are granted without one: `self`, `empty` as long
   * as they have yet to name it, or its name. Undefined where they are not, or no longer.
   */
  async issueForHost(
    user: AuthenticatedUser,
    hostId: string,
    accountName: string,
  ): Promise<ConnectionPermit | undefined> {
    const host = await this.hosts.byId(user, hostId, this.clock.now());
    return host && specialPermit(user, host, accountName);
  }

  /** The host of that name. Undefined alike for an unknown host, an ambiguous name and one where nothing is granted. */
  async findHost(user: AuthenticatedUser, host: string): Promise<GrantedHost | undefined> {
    if (!isPossible({ host })) return undefined;
    const [first, second] = await this.rows.grantedHosts(user, host, this.clock.now());
    return first && second?.isExact !== first.isExact ? first : undefined;
  }

  /** Whether there is no permit because the account is for RDP. Reveals nothing about accounts that are not granted. */
  async isForRdp(user: AuthenticatedUser, target: TargetName): Promise<boolean> {
    return isPossible(target) && this.rows.isGrantedForRdp(user, target);
  }

  /** What an ambiguous name can mean: at least two of the accounts that the user may use, or none where it is not. */
  async readingsOf(user: AuthenticatedUser, target: TargetName): Promise<GrantedName[]> {
    if (!isPossible(target)) return [];
    const names = await this.rows.grantedNames(user, target, this.clock.now());
    const equal = names.filter(({ isExact }) => isExact === names[0]!.isExact);
    return equal.length > 1 ? equal : [];
  }

  /** The current standing of issued permits and of users who are logged on, in the order given. */
  async review(accesses: readonly Access[]): Promise<PermitStanding[]> {
    const rows = await this.rows.standings(accesses, this.clock.now());
    return rows.map(({ loss, until }) => ({
      loss: loss ?? undefined,
      until: until ?? undefined,
    }));
  }

  private permit(user: AuthenticatedUser, account: GrantedAccount): ConnectionPermit | undefined {
    if (user.onlyHostAccountId !== undefined && user.onlyHostAccountId !== account.id) return undefined;
    return {
      ...placeOf(user, account),
      hostAccountId: account.id,
      hostAccountName: account.accountName,
      credential: this.credentials.of(account),
    };
  }
}

function specialPermit(
  user: AuthenticatedUser,
  host: BareHost,
  accountName: string | undefined,
): ConnectionPermit | undefined {
  if (user.onlyHostAccountId !== undefined) return undefined;
  const account = specialAccount(host, user, accountName);
  return account && { ...placeOf(user, host), ...account };
}

function placeOf(user: AuthenticatedUser, host: Omit<BareHost, keyof SpecialAccounts>) {
  return {
    user,
    hostId: host.hostId,
    hostName: host.hostName,
    networkDomainId: host.networkDomainId,
    address: host.address,
    port: host.port,
    preferredKeyExchange: legacyKeyExchangeOf(host.preferredKeyExchange),
    grantedBy: host.grantedBy,
  };
}

function isPossible({ account, host }: TargetName): boolean {
  return possibleName.test(host) && (account === undefined || possibleName.test(account));
}
