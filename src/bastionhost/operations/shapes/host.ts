import { Member } from '../../../gateway/fields.ts';
import type { HostWithState } from '../../hosts/hosts.ts';

/** The members of a host that GetHost and ListHosts have in common. */
export class HostSummary {
  @Member() ActiveAddressType: string;
  @Member() Comment: string;
  @Member() HostId: string;
  @Member() HostName: string;
  @Member() HostPrivateAddress: string;
  @Member() HostPublicAddress: string;
  @Member() OSType: string;
  @Member() Source: string;
  @Member() SourceInstanceId?: string;
  @Member() SourceInstanceState?: string;
}

export function summaryOf({ host, sourceState }: HostWithState): HostSummary {
  return {
    ActiveAddressType: host.activeAddressType,
    Comment: host.comment,
    HostId: host.id,
    HostName: host.hostName,
    HostPrivateAddress: host.privateAddress,
    HostPublicAddress: host.publicAddress,
    OSType: host.osType,
    Source: host.source,
    SourceInstanceId: host.sourceInstanceId ?? undefined,
    SourceInstanceState: sourceState,
  };
}
