import type { Redacted } from '../../common/redacted.ts';
import { invalidParameter } from '../bastionhost.errors.ts';
import type { NetworkDomainType } from './network-domain.entity.ts';
import type { NetworkProxyRow } from './network-proxy.entity.ts';

/** What a proxy is to be. Without a password, one that stays the same proxy keeps the password that it has. */
export type ProxyDraft = Pick<NetworkProxyRow, 'nodeType' | 'proxyType' | 'address' | 'port' | 'userName'> & {
  readonly password?: Redacted<string>;
};

/** A proxy domain has a master and perhaps a slave; a direct one has no proxies. @throws InvalidParameter */
export function assertProxies(domainType: NetworkDomainType, proxies: readonly Pick<ProxyDraft, 'nodeType'>[]): void {
  const count = (nodeType: string) => proxies.filter((proxy) => proxy.nodeType === nodeType).length;
  const isComplete = count('Master') === 1 && count('Slave') <= 1;
  if (domainType === 'Direct' ? proxies.length > 0 : !isComplete) throw invalidParameter('Proxies');
}

/** An SSH proxy always logs in; the others have both a user and a password or neither. @throws InvalidParameter */
export function assertLogin({ proxyType, userName }: ProxyDraft, hasPassword: boolean): void {
  const isUsed = userName !== '';
  if (isUsed !== hasPassword || (proxyType === 'SSHProxy' && !isUsed)) throw invalidParameter('Proxies');
}

/**
 * Whether a password that was entered for one is meant for the other: it is not sent to another server or as another
 * user.
 */
export function isSameProxy(one: ProxyDraft, other: ProxyDraft): boolean {
  return (['nodeType', 'proxyType', 'address', 'port', 'userName'] as const).every((name) => one[name] === other[name]);
}
