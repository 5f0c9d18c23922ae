import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository, type EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { omitUndefined } from '../../common/omit-undefined.ts';
import { foreignKeyViolation, uniqueViolation } from '../../database/unique-violation.ts';
import { insertNew } from '../../database/insert-new.ts';
import { BastionhostErrors, invalidParameter } from '../bastionhost.errors.ts';
import { rowOf, within, type Bastion } from '../instances/bastion.ts';
import { builtInDomain, type ShownDomain } from './built-in-domain.ts';
import { NetworkDomain } from './network-domain.entity.ts';
import { NetworkProxies } from './network-proxies.ts';
import { assertProxies, type ProxyDraft } from './proxy-drafts.ts';

export type DomainDraft = Pick<NetworkDomain, 'domainName' | 'domainType' | 'comment'> & {
  readonly proxies: readonly ProxyDraft[];
};

/** The network domains of instances. */
@Injectable()
export class NetworkDomains {
  constructor(
    @InjectRepository(NetworkDomain) private readonly domains: Repository<NetworkDomain>,
    private readonly proxies: NetworkProxies,
    private readonly clock: Clock,
  ) {}

  /** Returns the new domain's id. @throws NetworkDomainAlreadyExists, InvalidParameter */
  async create(bastion: Bastion, { proxies, ...settings }: DomainDraft): Promise<string> {
    assertProxies(settings.domainType, proxies);
    if (settings.domainName === builtInDomain.domainName) throw BastionhostErrors.NetworkDomainAlreadyExists();
    const row = { ...settings, ...rowOf(bastion), createdAt: this.clock.now() };
    return this.domains.manager.transaction(async (tx) => {
      const [id] = await insertNew(tx, NetworkDomain, row, 'id');
      if (!id) throw BastionhostErrors.NetworkDomainAlreadyExists();
      await this.proxies.replace(tx, { ...within(bastion), networkDomainId: id }, proxies);
      return id;
    });
  }

  /** @throws NetworkDomainNotFound */
  async get(bastion: Bastion, id: string): Promise<ShownDomain> {
    if (id === builtInDomain.id) return builtInDomain;
    const domain = await this.domains.findOneBy({ ...within(bastion), id });
    if (!domain) throw BastionhostErrors.NetworkDomainNotFound();
    return domain;
  }

  /** Keeps the domain from being deleted until the transaction ends. @throws NetworkDomainNotFound */
  async hold(tx: EntityManager, bastion: Bastion, id: string): Promise<void> {
    if (id === builtInDomain.id) return;
    const domain = await tx.findOne(NetworkDomain, {
      where: { ...within(bastion), id },
      lock: { mode: 'for_key_share' },
    });
    if (!domain) throw BastionhostErrors.NetworkDomainNotFound();
  }

  /**
   * Undefined members stay as they are. Proxies are replaced as a whole, and used by the next connection.
   * @throws NetworkDomainNotFound, NetworkDomainAlreadyExists, InvalidParameter
   */
  async modify(bastion: Bastion, id: string, change: Partial<DomainDraft>): Promise<void> {
    if (change.domainName === builtInDomain.domainName) throw BastionhostErrors.NetworkDomainAlreadyExists();
    try {
      await this.domains.manager.transaction((tx) => this.change(tx, bastion, id, change));
    } catch (error) {
      throw uniqueViolation(error) ? BastionhostErrors.NetworkDomainAlreadyExists() : error;
    }
  }

  /** @throws NetworkDomainNotFound, NetworkDomainInUse when hosts are in it, InvalidParameter for the built-in one */
  async delete(bastion: Bastion, id: string): Promise<void> {
    try {
      await this.domains.manager.transaction(async (tx) => {
        await this.lock(tx, bastion, id);
        await this.proxies.replace(tx, { ...within(bastion), networkDomainId: id }, []);
        await tx.delete(NetworkDomain, { ...within(bastion), id });
      });
    } catch (error) {
      throw foreignKeyViolation(error) ? BastionhostErrors.NetworkDomainInUse() : error;
    }
  }

  private async change(tx: EntityManager, bastion: Bastion, id: string, change: Partial<DomainDraft>): Promise<void> {
    const { proxies, ...settings } = change;
    const domain = await this.lock(tx, bastion, id);
    const key = { ...within(bastion), networkDomainId: id };
    const { domainType } = { ...domain, ...omitUndefined(settings) };
    const wanted = proxies ?? (domainType === 'Direct' ? [] : undefined);
    assertProxies(domainType, wanted ?? (await this.proxies.of(key)));
    const changed = omitUndefined(settings);
    if (Object.keys(changed).length > 0) await tx.update(NetworkDomain, { ...within(bastion), id }, changed);
    if (wanted) await this.proxies.replace(tx, key, wanted);
  }

  /** Locks the row until the transaction ends. */
  private async lock(tx: EntityManager, bastion: Bastion, id: string): Promise<NetworkDomain> {
    if (id === builtInDomain.id) throw invalidParameter('NetworkDomainId');
    const where = { ...within(bastion), id };
    const domain = await tx.findOne(NetworkDomain, { where, lock: { mode: 'pessimistic_write' } });
    if (!domain) throw BastionhostErrors.NetworkDomainNotFound();
    return domain;
  }
}
