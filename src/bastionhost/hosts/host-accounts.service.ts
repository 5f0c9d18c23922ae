import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { pageOffset, type Page, type PageRequest } from '../../common/page.ts';
import { uniqueViolation } from '../../database/unique-violation.ts';
import { BastionhostErrors, invalidParameter } from '../bastionhost.errors.ts';
import { BastionInstances } from '../instances/bastion-instances.service.ts';
import { HostAccount } from './host-account.entity.ts';
import { protocolOf, type Host, type ProtocolName } from './host.entity.ts';
import { HostsService } from './hosts.service.ts';
import { LocalCredentials, type LocalCredential } from './local-credentials.service.ts';
import { assertAccountName } from './typed-names.ts';

export interface HostAccountDraft {
  readonly hostId: string;
  readonly protocolName: ProtocolName;
  readonly accountName: string;
  readonly credential: LocalCredential;
}

/** What is undefined stays as it is. */
export interface HostAccountChange {
  readonly accountName?: string;
  readonly credential: LocalCredential;
}

/** What stands in an account's row for a secret: where it is, and what can be told of it without its value. */
export type SecretReference = Pick<HostAccount, 'accountName' | 'hasPassword' | 'privateKeyFingerprint'> & {
  readonly kmsSecretName: string;
  readonly kmsSecretType: string;
  readonly kmsSecretRegion: string;
};

export interface HostAccountFilter {
  readonly hostIds: readonly string[];
  readonly accountName?: string;
  readonly protocolName?: string;
}

@Injectable()
export class HostAccountsService {
  constructor(
    @InjectRepository(HostAccount) private readonly accounts: Repository<HostAccount>,
    private readonly instances: BastionInstances,
    private readonly hosts: HostsService,
    private readonly credentials: LocalCredentials,
    private readonly clock: Clock,
  ) {}

  async create(caller: Caller, instanceId: string, draft: HostAccountDraft): Promise<string> {
    await this.instances.require(caller, instanceId);
    assertAccountName(draft.accountName);
    if (draft.protocolName === 'RDP' && draft.credential.privateKey) throw invalidParameter('PrivateKey');
    const credential = await this.credentials.check(draft.credential);
    return this.accounts.manager.transaction(async (tx) => {
      const host = await this.hosts.hold(caller, tx, instanceId, draft.hostId);
      if (draft.protocolName !== protocolOf(host.osType)) throw invalidParameter('ProtocolName');
      const id = await this.insert(tx, host, { accountName: draft.accountName, credentialSource: 'Local' });
      if (id === undefined) throw BastionhostErrors.HostAccountAlreadyExists();
      await tx.update(HostAccount, { id }, { id, ...this.credentials.seal({ ...host, id }, credential) });
      return id;
    });
  }

  /** Adds an account that refers to a secret. Undefined when the host has an account of that name or of that secret. */
  addReference(caller: Caller, { instanceId, id }: Host, reference: SecretReference): Promise<string | undefined> {
    return this.accounts.manager.transaction(async (tx) => {
      const host = await this.hosts.hold(caller, tx, instanceId, id);
      return this.insert(tx, host, { ...reference, credentialSource: 'KMS' });
    });
  }

  async get(caller: Caller, instanceId: string, hostAccountId: string): Promise<HostAccount> {
    await this.instances.require(caller, instanceId);
    const account = await this.accounts.findOneBy({ accountId: caller.accountId, instanceId, id: hostAccountId });
    if (!account) throw BastionhostErrors.HostAccountNotFound();
    return account;
  }

  async list(
    caller: Caller,
    instanceId: string,
    filter: HostAccountFilter,
    page: PageRequest,
  ): Promise<Page<HostAccount>> {
    await this.instances.require(caller, instanceId);
    const { accountName, protocolName } = filter;
    const query = this.accounts
      .createQueryBuilder('account')
      .where({ accountId: caller.accountId, instanceId })
      .andWhere('account.hostId = any(:hostIds)', { hostIds: filter.hostIds })
      .orderBy('account.id');
    if (accountName !== undefined) query.andWhere('account.accountName = :accountName', { accountName });
    if (protocolName !== undefined) query.andWhere('account.protocolName = :protocolName', { protocolName });
    const [items, total] = await query.offset(pageOffset(page)).limit(page.size).getManyAndCount();
    return { items, total };
  }

  /** The number of accounts of each host that has one. */
  async countByHost(caller: Caller, hosts: readonly Host[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.accounts
      .createQueryBuilder('account')
      .select(['account.hostId as "hostId"', 'count(*)::int as "count"'])
      .where({ accountId: caller.accountId })
      .andWhere('account.hostId = any(:hostIds)', { hostIds: hosts.map(({ id }) => id) })
      .groupBy('account.hostId')
      .getRawMany<{ hostId: string; count: number }>();
    return new Map(rows.map(({ hostId, count }) => [hostId, count]));
  }

  /** The secrets that the host's accounts refer to. */
  async secretsOf(caller: Caller, { id }: Host): Promise<ReadonlySet<string>> {
    const where = { accountId: caller.accountId, hostId: id, credentialSource: 'KMS' } as const;
    const accounts = await this.accounts.findBy(where);
    return new Set(accounts.flatMap(({ kmsSecretName }) => kmsSecretName ?? []));
  }

  /** The credential of an account that refers to a secret is the secret: it takes no other. */
  async modify(caller: Caller, instanceId: string, hostAccountId: string, change: HostAccountChange): Promise<void> {
    const account = await this.get(caller, instanceId, hostAccountId);
    const { accountName = account.accountName } = change;
    if (accountName !== account.accountName) assertAccountName(accountName);
    if (account.credentialSource === 'KMS') refuseCredential(change.credential);
    if (account.protocolName === 'RDP' && change.credential.privateKey) throw invalidParameter('PrivateKey');
    const sealed = this.credentials.seal(account, await this.credentials.check(change.credential));
    const { accountId, id } = account;
    try {
      const { affected } = await this.accounts.update({ accountId, id }, { accountName, ...sealed });
      if (!affected) throw BastionhostErrors.HostAccountNotFound();
    } catch (error) {
      throw uniqueViolation(error) ? BastionhostErrors.HostAccountAlreadyExists() : error;
    }
  }

  private async insert(tx: EntityManager, host: Host, values: Partial<HostAccount>): Promise<string | undefined> {
    const { accountId, region, instanceId, id: hostId } = host;
    const place = { accountId, region, instanceId, hostId, protocolName: protocolOf(host.osType) };
    const row = { hasPassword: false, ...values, ...place, createdAt: this.clock.now() };
    const insert = tx.createQueryBuilder().insert().into(HostAccount).values(row).orIgnore().returning('id');
    const [made] = (await insert.execute()).raw as { id: string }[];
    return made?.id;
  }
}

function refuseCredential({ password, privateKey, passphrase }: LocalCredential): void {
  if (password) throw invalidParameter('Password');
  if (privateKey) throw invalidParameter('PrivateKey');
  if (passphrase) throw invalidParameter('PassPhrase');
}
