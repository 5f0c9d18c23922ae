import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { omitUndefined } from '../../common/omit-undefined.ts';
import { pageOffset, type Page, type PageRequest } from '../../common/page.ts';
import { within, type Bastion } from '../instances/bastion.ts';
import { builtInDomain, type ShownDomain } from './built-in-domain.ts';
import { NetworkDomain } from './network-domain.entity.ts';
import { NetworkProxies } from './network-proxies.ts';
import type { NetworkProxyRow } from './network-proxy.entity.ts';

/** Exact matches; all of them must hold. */
export type DomainFilter = Partial<Pick<ShownDomain, 'domainName' | 'domainType'>>;

export interface DomainWithProxies {
  readonly domain: ShownDomain;
  readonly proxies: readonly NetworkProxyRow[];
}

/** Lists the network domains of instances. */
@Injectable()
export class DomainList {
  constructor(
    @InjectRepository(NetworkDomain) private readonly domains: Repository<NetworkDomain>,
    private readonly proxies: NetworkProxies,
  ) {}

  /** The built-in domain comes first. */
  async page(bastion: Bastion, filter: DomainFilter, page: PageRequest): Promise<Page<DomainWithProxies>> {
    const where = { ...within(bastion), ...omitUndefined(filter) };
    const first = matches(builtInDomain, filter) ? [builtInDomain] : [];
    const shown = first.slice(pageOffset(page), pageOffset(page) + page.size);
    const skip = Math.max(0, pageOffset(page) - first.length);
    const take = page.size - shown.length;
    const [rows, count] = await this.domains.findAndCount({ where, order: { id: 'asc' }, skip, take });
    const items = [...shown, ...(take > 0 ? rows : [])];
    const proxies = await this.proxies.ofAll(
      bastion,
      rows.map(({ id }) => id),
    );
    return {
      items: items.map((domain) => ({ domain, proxies: proxies.filter((row) => row.networkDomainId === domain.id) })),
      total: first.length + count,
    };
  }
}

function matches(domain: ShownDomain, { domainName, domainType }: DomainFilter): boolean {
  const fits = (wanted: string | undefined, value: string) => wanted === undefined || wanted === value;
  return fits(domainName, domain.domainName) && fits(domainType, domain.domainType);
}
