import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { DialsByAccount } from '../../common/dials-by-account.ts';
import { ProxyCheck } from '../../host-keys/proxy-check.api.ts';
import type { ProxyFault } from '../../host-keys/proxy-error.api.ts';
import { NetworkProxies, type DomainKey } from './network-proxies.ts';
import { NetworkProxyRow, type ProxyStateError } from './network-proxy.entity.ts';

/** In the vendor's words. A proxy that is asked about itself does not fail for its target. */
const errors: Record<ProxyFault, ProxyStateError> = {
  unreachable: 'CHECK_PWD_NETWORK_ERR',
  timeout: 'CHECK_PWD_TIMEOUT',
  password: 'CHECK_PWD_FAILED',
  target: 'UNEXPECTED',
  other: 'UNEXPECTED',
};

/** Whether proxies can be used, as the last check found. */
@Injectable()
export class ProxyStates {
  private readonly dials = new DialsByAccount();

  constructor(
    @InjectRepository(NetworkProxyRow) private readonly rows: Repository<NetworkProxyRow>,
    private readonly proxies: NetworkProxies,
    private readonly checks: ProxyCheck,
  ) {}

  /**
   * Dials all proxies of the domain at once and records what comes of it.
   * @throws Outage when too many other domains of the account are being checked
   */
  check(domain: DomainKey): Promise<NetworkProxyRow[]> {
    return this.dials.run(domain.accountId, async () => {
      const rows = await this.proxies.of(domain);
      return Promise.all(rows.map((row) => this.checkOne(row)));
    });
  }

  private async checkOne(row: NetworkProxyRow): Promise<NetworkProxyRow> {
    const fault = await this.checks.faultOf(row.accountId, this.proxies.open(row));
    const found = {
      state: fault ? ('Unavailable' as const) : ('Available' as const),
      stateError: fault ? errors[fault] : null,
    };
    const { accountId, instanceId, networkDomainId, nodeType, proxyType, address, port, userName } = row;
    // Only of the proxy that was dialled: it may have been replaced meanwhile.
    const dialled = { accountId, instanceId, networkDomainId, nodeType, proxyType, address, port, userName };
    await this.rows.update(dialled, found);
    return { ...row, ...found };
  }
}
