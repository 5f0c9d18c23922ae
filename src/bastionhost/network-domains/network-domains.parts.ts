import type { ModuleParts } from '../module-parts.ts';
import { DomainList } from './domain-list.ts';
import { DomainRoutes } from './domain-routes.ts';
import { NetworkDomain } from './network-domain.entity.ts';
import { NetworkDomains } from './network-domains.ts';
import { NetworkProxies } from './network-proxies.ts';
import { NetworkProxyRow } from './network-proxy.entity.ts';
import { ProxyStates } from './proxy-states.ts';

export const networkDomainsParts: ModuleParts = {
  entities: [NetworkDomain, NetworkProxyRow],
  inner: [DomainRoutes],
  shown: [NetworkProxies, NetworkDomains, DomainList, ProxyStates],
};
