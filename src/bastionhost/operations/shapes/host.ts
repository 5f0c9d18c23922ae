import { Member } from '../../../gateway/fields.ts';
import type { Host } from '../../hosts/host.entity.ts';
import type { HostWithState } from '../../hosts/hosts.ts';

/** The members of a host in every operation that shows hosts. */
export class HostBasics {
  @Member() ActiveAddressType: string;
  @Member() Comment: string;
  @Member() HostId: string;
  @Member() HostName: string;
  @Member() HostPrivateAddress: string;
  @Member() HostPublicAddress: string;
  @Member() OSType: string;
}

/** The members of a host that GetHost and ListHosts have in common. */
export class HostSummary extends HostBasics {
  @Member() Source: string;
  @Member() SourceInstanceId?: string;
  @Member() SourceInstanceState?: string;
}

export function basicsOf(host: Host): HostBasics {
  return {
    ActiveAddressType: host.activeAddressType,
    Comment: host.comment,
    HostId: host.id,
    HostName: host.hostName,
    HostPrivateAddress: host.privateAddress,
    HostPublicAddress: host.publicAddress,
    OSType: host.osType,
  };
}

export function summaryOf({ host, sourceState }: HostWithState): HostSummary {
  return {
    ...basicsOf(host),
    Source: host.source,
    SourceInstanceId: host.sourceInstanceId ?? undefined,
    SourceInstanceState: sourceState,
  };
}
