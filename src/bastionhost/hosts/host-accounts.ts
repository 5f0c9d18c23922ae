import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository, type EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import type { Page, PageRequest } from '../../common/page.ts';
import { countedPage } from '../../database/counted-page.ts';
import { Events } from '../../events/events.api.ts';
import { operableHostAccountIds, type Operable } from '../access/operable.ts';
import { BastionhostErrors, invalidParameter } from '../bastionhost.errors.ts';
import { within, type Bastion } from '../instances/bastion.ts';
import { insertHostAccount } from './host-account-rows.ts';
import { holdHost } from './host-rows.ts';
import { HostAccount, type PrivilegeType, type RotationMode } from './host-account.entity.ts';
import { protocolOf, type Host, type ProtocolName } from './host.entity.ts';
import { HostShareKeys } from './host-share-keys.ts';
import { hostAccountOwner, LocalCredentials, type LocalCredential } from './local-credentials.ts';
import { assertAccountName } from './typed-names.ts';

export interface HostAccountDraft {
  readonly hostId: string;
  readonly protocolName: ProtocolName;
  readonly accountName: string;
  readonly credential: LocalCredential;
  readonly hostShareKeyId?: string;
  readonly privilegeType?: PrivilegeType;
  readonly rotationMode?: RotationMode;
}

/** What an account's row holds of a secret: where it is, and what can be said about it without its value. */
export type SecretReference = Pick<HostAccount, 'accountName' | 'hasPassword' | 'privateKeyFingerprint'> & {
  readonly kmsSecretName: string;
  readonly kmsSecretType: string;
  readonly kmsSecretRegion: string;
};

export interface HostAccountFilter {
  readonly hostIds: readonly string[];
  readonly accountName?: string;
  readonly protocolName?: string;
  readonly operable?: Operable;
}

@Injectable()
export class HostAccountsService {
  constructor(
    @InjectRepository(HostAccount) private readonly accounts: Repository<HostAccount>,
    private readonly credentials: LocalCredentials,
    private readonly shareKeys: HostShareKeys,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** @throws InvalidParameter, HostNotFound, HostShareKeyNotFound, HostAccountAlreadyExists */
  async create(bastion: Bastion, draft: HostAccountDraft): Promise<string> {
    assertDraft(draft);
    const credential = await this.credentials.check(draft.credential);
    const { accountName, hostShareKeyId, privilegeType, rotationMode } = draft;
    const shown = { accountName, hostShareKeyId, privilegeType, rotationMode };
    return this.accounts.manager.transaction(async (tx) => {
      const host = await holdHost(tx, { ...within(bastion), id: draft.hostId });
      if (draft.protocolName !== protocolOf(host.osType)) throw invalidParameter('ProtocolName');
      if (hostShareKeyId) await this.shareKeys.hold(tx, bastion, hostShareKeyId);
      const createdAt = this.clock.now();
      const id = await insertHostAccount(tx, host, { ...shown, credentialSource: 'Local', createdAt });
      if (id === undefined) throw BastionhostErrors.HostAccountAlreadyExists();
      const sealed = this.credentials.seal(hostAccountOwner({ ...host, id }), credential);
      await tx.update(HostAccount, { id }, { id, ...sealed });
      await this.sayAdded(tx, host);
      return id;
    });
  }

  /**
   * Adds an account that refers to a secret, and returns its id; undefined when the host already has an account with
   * that name or that secret.
   */
  addReference(host: Host, reference: SecretReference): Promise<string | undefined> {
    return this.accounts.manager.transaction(async (tx) => {
      const held = await holdHost(tx, host);
      const values = { ...reference, credentialSource: 'KMS', createdAt: this.clock.now() } as const;
      const id = await insertHostAccount(tx, held, values);
      if (id !== undefined) await this.sayAdded(tx, held);
      return id;
    });
  }

  async get(bastion: Bastion, hostAccountId: string): Promise<HostAccount> {
    const account = await this.accounts.findOneBy({ ...within(bastion), id: hostAccountId });
    if (!account) throw BastionhostErrors.HostAccountNotFound();
    return account;
  }

  async list(bastion: Bastion, filter: HostAccountFilter, page: PageRequest): Promise<Page<HostAccount>> {
    const { accountName, protocolName, operable } = filter;
    const query = this.accounts
      .createQueryBuilder('account')
      .where(within(bastion))
      .andWhere('account.hostId = any(:hostIds)', { hostIds: filter.hostIds })
      .orderBy('account.id');
    if (accountName !== undefined) query.andWhere('account.accountName = :accountName', { accountName });
    if (protocolName !== undefined) query.andWhere('account.protocolName = :protocolName', { protocolName });
    if (operable) query.andWhere(`account.id in ${operableHostAccountIds}`, operable);
    return countedPage(query, page);
  }

  /** The number of accounts of each host that has any. */
  async countByHost(bastion: Bastion, hosts: readonly Host[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.accounts
      .createQueryBuilder('account')
      .select(['account.hostId as "hostId"', 'count(*)::int as "count"'])
      .where(within(bastion))
      .andWhere('account.hostId = any(:hostIds)', { hostIds: hosts.map(({ id }) => id) })
      .groupBy('account.hostId')
      .getRawMany<{ hostId: string; count: number }>();
    return new Map(rows.map(({ hostId, count }) => [hostId, count]));
  }

  /** The names of the secrets that the host's accounts refer to. */
  async secretsOf(host: Host): Promise<ReadonlySet<string>> {
    const where = { ...within(host), hostId: host.id, credentialSource: 'KMS' } as const;
    const accounts = await this.accounts.findBy(where);
    return new Set(accounts.flatMap(({ kmsSecretName }) => kmsSecretName ?? []));
  }

  // Its name may be granted in a host group already.
  private sayAdded(tx: EntityManager, host: Host): Promise<void> {
    return this.events.publish(tx, { kind: 'AccessChanged', ...within(host) });
  }
}

/** @throws InvalidParameter */
export function assertDraft({ accountName, protocolName, credential, hostShareKeyId }: HostAccountDraft): void {
  assertAccountName(accountName);
  if (protocolName === 'RDP' && credential.privateKey) throw invalidParameter('PrivateKey');
  if (protocolName === 'RDP' && hostShareKeyId) throw invalidParameter('HostShareKeyId');
}
