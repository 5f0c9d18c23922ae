import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository, type EntityManager } from 'typeorm';
import { Redacted } from '../../common/redacted.ts';
import { HostKeys } from '../../host-keys/host-keys.api.ts';
import type { NetworkProxy } from '../../host-keys/network-routes.api.ts';
import { comparablePlace, directPlace } from '../../host-keys/place.api.ts';
import { Sealing } from '../../sealing/sealing.api.ts';
import type { BastionKey } from '../instances/bastion.ts';
import { NetworkProxyRow, proxyPasswordPlace } from './network-proxy.entity.ts';
import { assertLogin, isSameProxy, type ProxyDraft } from './proxy-drafts.ts';

/** A domain of an instance. */
export type DomainKey = BastionKey & Pick<NetworkProxyRow, 'networkDomainId'>;

const kinds = { SSHProxy: 'ssh', HTTPProxy: 'http', Socks5Proxy: 'socks5' } as const;

/** The proxies of network domains, with their sealed passwords and the pins of their host keys. */
@Injectable()
export class NetworkProxies {
  constructor(
    @InjectRepository(NetworkProxyRow) private readonly rows: Repository<NetworkProxyRow>,
    private readonly sealing: Sealing,
    private readonly hostKeys: HostKeys,
  ) {}

  /** In the order in which they are tried. */
  of(domain: Pick<DomainKey, 'accountId' | 'networkDomainId'>): Promise<NetworkProxyRow[]> {
    const { accountId, networkDomainId } = domain;
    return this.rows.find({ where: { accountId, networkDomainId }, order: { nodeType: 'asc' } });
  }

  /** The proxies of several domains. */
  ofAll({ accountId, instanceId }: BastionKey, domainIds: readonly string[]): Promise<NetworkProxyRow[]> {
    const where = { accountId, instanceId, networkDomainId: In(domainIds) };
    return this.rows.find({ where, order: { nodeType: 'asc' } });
  }

  /** The domain's row is locked by the caller. @throws InvalidParameter for a proxy that lacks a user or a password */
  async replace(tx: EntityManager, domain: DomainKey, drafts: readonly ProxyDraft[]): Promise<void> {
    const { accountId, instanceId, networkDomainId } = domain;
    const key = { accountId, instanceId, networkDomainId };
    const before = await tx.findBy(NetworkProxyRow, key);
    const after = drafts.map((draft) => this.rowOf(key, draft, before));
    await tx.delete(NetworkProxyRow, key);
    if (after.length > 0) await tx.insert(NetworkProxyRow, after);
    await this.movePins(tx, before, after);
  }

  /** The proxy with its password, opened. */
  open(row: NetworkProxyRow): NetworkProxy {
    const { proxyType, address, port, userName, sealedPassword } = row;
    const login = sealedPassword && {
      userName,
      password: new Redacted(this.sealing.open(sealedPassword, proxyPasswordPlace(row)).reveal().toString()),
    };
    return { kind: kinds[proxyType], address, port, ...login };
  }

  private rowOf(domain: DomainKey, draft: ProxyDraft, before: readonly NetworkProxyRow[]): NetworkProxyRow {
    const { password, ...settings } = draft;
    const same = before.find((row) => isSameProxy(row, draft));
    const key = { ...domain, nodeType: settings.nodeType };
    const sealedPassword = password ? this.seal(key, password) : (same?.sealedPassword ?? null);
    assertLogin(draft, sealedPassword !== null);
    const known = password ? undefined : same;
    return {
      ...domain,
      ...settings,
      sealedPassword,
      state: known?.state ?? null,
      stateError: known?.stateError ?? null,
    };
  }

  private seal(key: DomainKey & { readonly nodeType: string }, password: Redacted<string>): Buffer {
    return this.sealing.seal(new Redacted(Buffer.from(password.reveal())), proxyPasswordPlace(key));
  }

  private async movePins(
    tx: EntityManager,
    before: readonly NetworkProxyRow[],
    after: readonly NetworkProxyRow[],
  ): Promise<void> {
    const pinned = (rows: readonly NetworkProxyRow[]) => rows.filter(({ proxyType }) => proxyType === 'SSHProxy');
    const [from, to] = [pinned(before), pinned(after)];
    // Held first, so that a master that becomes the slave keeps its pin.
    for (const row of to) await this.hostKeys.hold(tx, directPlace(row), holderOf(row));
    // Released in one order for all, so that two domains with the same proxies do not wait for each other.
    const gone = from.filter((row) => !to.some((other) => holdsSamePin(row, other))).sort(byPlace);
    for (const row of gone) await this.hostKeys.release(tx, directPlace(row), holderOf(row));
  }
}

function byPlace(one: NetworkProxyRow, other: NetworkProxyRow): number {
  return pinOf(one) < pinOf(other) ? -1 : 1;
}

/** Whether one stands where the other stood, whoever logs in to it. */
function holdsSamePin(one: NetworkProxyRow, other: NetworkProxyRow): boolean {
  return holderOf(one) === holderOf(other) && pinOf(one) === pinOf(other);
}

function pinOf(row: NetworkProxyRow): string {
  const { address, port } = comparablePlace(directPlace(row));
  return `${address}:${port}`;
}

/** The holder of the pin of an SSH proxy. */
function holderOf({ networkDomainId, nodeType }: NetworkProxyRow): string {
  return `proxy/${networkDomainId}/${nodeType}`;
}
