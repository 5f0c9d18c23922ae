import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository, type EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import type { Page, PageRequest } from '../../common/page.ts';
import { countedPage } from '../../database/counted-page.ts';
import { insertNew } from '../../database/insert-new.ts';
import { uniqueViolation } from '../../database/unique-violation.ts';
import { operableHostAccountIds, type Operable } from '../access/operable.ts';
import { BastionhostErrors, invalidParameter } from '../bastionhost.errors.ts';
import { rowOf, within, type Bastion } from '../instances/bastion.ts';
import { HostAccount } from './host-account.entity.ts';
import { protocolOf, type Host, type ProtocolName } from './host.entity.ts';
import { HostsService } from './hosts.ts';
import { LocalCredentials, type LocalCredential } from './local-credentials.ts';
import { assertAccountName } from './typed-names.ts';

export interface HostAccountDraft {
  readonly hostId: string;
  readonly protocolName: ProtocolName;
  readonly accountName: string;
  readonly credential: LocalCredential;
}

/** Undefined members stay as they are. */
export interface HostAccountChange {
  readonly accountName?: string;
  readonly credential: LocalCredential;
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
    private readonly hosts: HostsService,
    private readonly credentials: LocalCredentials,
    private readonly clock: Clock,
  ) {}

  async create(bastion: Bastion, draft: HostAccountDraft): Promise<string> {
    assertAccountName(draft.accountName);
    if (draft.protocolName === 'RDP' && draft.credential.privateKey) throw invalidParameter('PrivateKey');
    const credential = await this.credentials.check(draft.credential);
    return this.accounts.manager.transaction(async (tx) => {
      const host = await this.hosts.hold(tx, bastion, draft.hostId);
      if (draft.protocolName !== protocolOf(host.osType)) throw invalidParameter('ProtocolName');
      const id = await this.insert(tx, host, { accountName: draft.accountName, credentialSource: 'Local' });
      if (id === undefined) throw BastionhostErrors.HostAccountAlreadyExists();
      await tx.update(HostAccount, { id }, { id, ...this.credentials.seal({ ...host, id }, credential) });
      return id;
    });
  }

  /**
   * Adds an account that refers to a secret, and returns its id; undefined when the host already has an account with
   * that name or that secret.
   */
  addReference(host: Host, reference: SecretReference): Promise<string | undefined> {
    return this.accounts.manager.transaction(async (tx) => {
      const held = await this.hosts.hold(tx, host, host.id);
      return this.insert(tx, held, { ...reference, credentialSource: 'KMS' });
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

  /**
   * An account that refers to a secret takes no other credential.
   * @throws InvalidParameter, HostAccountNotFound, HostAccountAlreadyExists
   */
  async modify(bastion: Bastion, hostAccountId: string, change: HostAccountChange): Promise<void> {
    const account = await this.get(bastion, hostAccountId);
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
    const place = { ...rowOf(host), hostId: host.id, protocolName: protocolOf(host.osType) };
    const row = { hasPassword: false, ...values, ...place, createdAt: this.clock.now() };
    const [id] = await insertNew(tx, HostAccount, row, 'id');
    return id;
  }
}

function refuseCredential({ password, privateKey, passphrase }: LocalCredential): void {
  if (password) throw invalidParameter('Password');
  if (privateKey) throw invalidParameter('PrivateKey');
  if (passphrase) throw invalidParameter('PassPhrase');
}
