import type { SelectQueryBuilder } from 'typeorm';
import { HostGroupMember } from '../groups/host-group-member.entity.ts';
import { operableHostIds, type Operable } from '../access/operable.ts';
import type { SourceInstanceState } from './host-sources.ts';
import type { Host } from './host.entity.ts';

/** Exact matches; all of them must hold. */
export interface HostFilter {
  readonly hostName?: string;
  /** Matches either address. */
  readonly address?: string;
  readonly osType?: string;
  readonly source?: string;
  readonly sourceInstanceId?: string;
  readonly sourceInstanceState?: SourceInstanceState;
  readonly hostGroupId?: string;
  readonly operable?: Operable;
}

// An index serves each alternative, in lower case.
const hasAddress = `
  (host.privateAddress <> '' and lower(host.privateAddress) = lower(:address) and host.privateAddress = :address
   or host.publicAddress <> '' and lower(host.publicAddress) = lower(:address) and host.publicAddress = :address)`;

/** Adds the conditions that the database can decide. */
export function narrowHosts(query: SelectQueryBuilder<Host>, filter: HostFilter): SelectQueryBuilder<Host> {
  const { address, ...columns } = filter;
  const equal = ['hostName', 'osType', 'source', 'sourceInstanceId'] as const;
  for (const name of equal) {
    if (columns[name] !== undefined) query.andWhere(`host.${name} = :${name}`, { [name]: columns[name] });
  }
  if (address !== undefined) query.andWhere(hasAddress, { address });
  if (filter.hostGroupId !== undefined) {
    const member = 'm.groupId = :hostGroupId and m.memberId = host.id';
    query.innerJoin(HostGroupMember, 'm', member, { hostGroupId: filter.hostGroupId });
  }
  if (filter.operable) query.andWhere(`host.id in ${operableHostIds}`, filter.operable);
  if (filter.sourceInstanceState !== undefined) query.andWhere('host.sourceInstanceId is not null');
  return query;
}
