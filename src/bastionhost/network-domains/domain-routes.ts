import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { NetworkRoutes, type NetworkDomainKey, type NetworkProxy } from '../../host-keys/network-routes.api.ts';
import { NetworkDomain } from './network-domain.entity.ts';
import { NetworkProxies } from './network-proxies.ts';

/** Says how the domains are reached, to everything that dials. */
@Injectable()
export class DomainRoutes implements OnModuleInit {
  constructor(
    @InjectRepository(NetworkDomain) private readonly domains: Repository<NetworkDomain>,
    private readonly proxies: NetworkProxies,
    private readonly routes: NetworkRoutes,
  ) {}

  onModuleInit(): void {
    this.routes.register((domain) => this.find(domain));
  }

  private async find({ accountId, networkDomainId: id }: NetworkDomainKey): Promise<NetworkProxy[] | undefined> {
    if (!(await this.domains.existsBy({ accountId, id }))) return undefined;
    const rows = await this.proxies.of({ accountId, networkDomainId: id });
    return rows.map((row) => this.proxies.open(row));
  }
}
