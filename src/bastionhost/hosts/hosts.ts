import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { omitUndefined } from '../../common/omit-undefined.ts';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { pageOffset, type Page, type PageRequest } from '../../common/page.ts';
import { countedPage } from '../../database/counted-page.ts';
import { BastionhostErrors, invalidParameter } from '../bastionhost.errors.ts';
import { rowOf, within, type Bastion } from '../instances/bastion.ts';
import { NetworkDomains } from '../network-domains/network-domains.ts';
import { HostPlacement } from './host-placement.ts';
import { insertHost, lockHost } from './host-rows.ts';
import { HostSources, type SourceInstanceState } from './host-sources.ts';
import { defaultPortOf, dialledAddress, Host } from './host.entity.ts';
import { assertHostName } from './typed-names.ts';
import { narrowHosts, type HostFilter } from './host-filter.ts';

/** The values of a new host. An empty string means that there is no such address or comment. */
export type HostDraft = Pick<
  Host,
  | 'hostName'
  | 'comment'
  | 'osType'
  | 'source'
  | 'activeAddressType'
  | 'privateAddress'
  | 'publicAddress'
  | 'networkDomainId'
> & { readonly sourceInstanceId?: string; readonly sourceInstanceRegion?: string };

/** A draft whose source was asked what it knows. */
export type CompleteHostDraft = HostDraft & Pick<Host, 'port'>;

/** Undefined members stay as they are. */
export type HostChange = Partial<
  Pick<
    Host,
    | 'hostName'
    | 'comment'
    | 'osType'
    | 'activeAddressType'
    | 'privateAddress'
    | 'publicAddress'
    | 'port'
    | 'networkDomainId'
    | 'preferredKeyExchange'
  >
>;

export interface HostWithState {
  readonly host: Host;
  readonly sourceState?: SourceInstanceState;
}

@Injectable()
export class HostsService {
  constructor(
    @InjectRepository(Host) private readonly hosts: Repository<Host>,
    private readonly sources: HostSources,
    private readonly placement: HostPlacement,
    private readonly domains: NetworkDomains,
    private readonly clock: Clock,
  ) {}

  async create(caller: Caller, bastion: Bastion, draft: HostDraft): Promise<string> {
    assertHostName(draft.hostName);
    const complete = draft.source === 'Ecs' ? await this.completeFromInventory(caller, draft) : fromLocal(draft);
    return this.add(bastion, complete);
  }

  /** Returns the new host's id. @throws InvalidParameter, HostAlreadyExists */
  async add(bastion: Bastion, draft: CompleteHostDraft): Promise<string> {
    requireDialledAddress(draft);
    const row = { ...draft, ...rowOf(bastion), createdAt: this.clock.now() };
    return this.hosts.manager.transaction(async (tx) => {
      await this.domains.hold(tx, bastion, row.networkDomainId);
      const host = await insertHost(tx, row);
      await this.placement.placed(tx, host);
      return host.id;
    });
  }

  async get(bastion: Bastion, hostId: string): Promise<Host> {
    const host = await this.hosts.findOneBy({ ...within(bastion), id: hostId });
    if (!host) throw BastionhostErrors.HostNotFound();
    return host;
  }

  async list(caller: Caller, bastion: Bastion, filter: HostFilter, page: PageRequest): Promise<Page<HostWithState>> {
    const own = this.hosts.createQueryBuilder('host').where(within(bastion));
    const query = narrowHosts(own, filter).orderBy('host.id');
    if (filter.sourceInstanceState === undefined) {
      const { items, total } = await countedPage(query, page);
      return { items: await this.withStates(caller, items), total };
    }
    // Only the inventory knows the state, so the database cannot filter and page by it.
    const all = await this.withStates(caller, await query.getMany());
    const matching = all.filter(({ sourceState }) => sourceState === filter.sourceInstanceState);
    const offset = pageOffset(page);
    return { items: matching.slice(offset, offset + page.size), total: matching.length };
  }

  /** Undefined for a host that was not created from an ECS instance. */
  async stateOf(caller: Caller, host: Host): Promise<SourceInstanceState | undefined> {
    return (await this.sources.statesOf(caller, [host])).get(host.id);
  }

  async modify(bastion: Bastion, hostId: string, change: HostChange): Promise<void> {
    const before = await this.get(bastion, hostId);
    const { hostName = before.hostName } = change;
    if (hostName !== before.hostName) assertHostName(hostName);
    await this.hosts.manager.transaction(async (tx) => {
      // The domain before the host: the order in which a domain that is deleted locks them.
      if (change.networkDomainId !== undefined) await this.domains.hold(tx, bastion, change.networkDomainId);
      const host = await lockHost(tx, before);
      const after = changed(host, change);
      await tx.update(Host, { accountId: host.accountId, id: host.id }, after);
      await this.placement.moved(tx, host, after);
    });
  }

  private async completeFromInventory(caller: Caller, draft: HostDraft) {
    const { sourceInstanceId, sourceInstanceRegion } = draft;
    if (!sourceInstanceId) throw invalidParameter('SourceInstanceId');
    if (!sourceInstanceRegion) throw invalidParameter('InstanceRegionId');
    const instance = await this.sources.find(caller, sourceInstanceRegion, sourceInstanceId);
    if (!instance) throw invalidParameter('SourceInstanceId');
    const address = draft.activeAddressType === 'Public' ? 'publicAddress' : 'privateAddress';
    return { ...draft, [address]: draft[address] || instance.address, port: instance.port };
  }

  private async withStates(caller: Caller, hosts: Host[]): Promise<HostWithState[]> {
    const states = await this.sources.statesOf(caller, hosts);
    return hosts.map((host) => ({ host, sourceState: states.get(host.id) }));
  }
}

// The vendor documents the two source parameters for the other sources, but forbids them for none: they are dropped.
function fromLocal(draft: HostDraft) {
  const noSource = { sourceInstanceId: undefined, sourceInstanceRegion: undefined };
  return { ...draft, ...noSource, port: defaultPortOf(draft.osType) };
}

/** The port follows the operating system as long as nobody has set another one. */
function changed(host: Host, change: HostChange): Host {
  const hasDefaultPort = host.port === defaultPortOf(host.osType);
  const port = hasDefaultPort ? defaultPortOf(change.osType ?? host.osType) : host.port;
  const after = { ...host, port, ...omitUndefined(change) };
  requireDialledAddress(after);
  return after;
}

function requireDialledAddress(host: HostDraft | Host): void {
  if (dialledAddress(host)) return;
  throw invalidParameter(host.activeAddressType === 'Public' ? 'HostPublicAddress' : 'HostPrivateAddress');
}
