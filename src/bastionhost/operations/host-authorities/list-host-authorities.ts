import { Member } from '../../../gateway/fields.ts';
import { HostAuthorities } from '../../host-authorities/host-authorities.ts';
import { KnownHosts } from '../../host-authorities/known-hosts.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId } from '../bastionhost-fields.ts';

export class ListHostAuthoritiesRequest {
  @InstanceId() InstanceId: string;
}

export class HostAuthorityItem {
  @Member() HostAuthorityId: string;
  /** `ssh-ed25519` and Base64. */
  @Member() PublicKey: string;
  /** As `ssh-keygen -l` prints it. */
  @Member() Fingerprint: string;
  /** Whether it signs the certificates that are made now. */
  @Member() IsSigning: boolean;
  /** Seconds since 1970. */
  @Member() CreateTime: number;
}

export class ListHostAuthoritiesResponse {
  @Member([HostAuthorityItem]) HostAuthorities: HostAuthorityItem[];
  /** Lines for known_hosts: the authorities, for the names and addresses of the instance's hosts alone. */
  @Member([String]) KnownHosts: string[];
}

@BastionhostAction({
  request: ListHostAuthoritiesRequest,
  response: ListHostAuthoritiesResponse,
  route: 'GET /bastionhost/host-authorities',
  extension: true,
})
export class ListHostAuthorities implements BastionHandler<ListHostAuthoritiesRequest, ListHostAuthoritiesResponse> {
  constructor(
    private readonly authorities: HostAuthorities,
    private readonly knownHosts: KnownHosts,
  ) {}

  async handle(bastion: Bastion): Promise<ListHostAuthoritiesResponse> {
    const authorities = await this.authorities.list(bastion);
    return {
      HostAuthorities: authorities.map(({ id, publicKey, fingerprint, isSigning, createdAt }) => ({
        HostAuthorityId: id,
        PublicKey: publicKey,
        Fingerprint: fingerprint,
        IsSigning: isSigning,
        CreateTime: Math.floor(createdAt.getTime() / 1000),
      })),
      KnownHosts: await this.knownHosts.lines(bastion),
    };
  }
}
