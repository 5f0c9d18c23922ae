import { Member } from '../../../gateway/fields.ts';
import { AuthServers } from '../../instances/auth-servers.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId } from '../bastionhost-fields.ts';
import { AuthServerItem, authServerItem } from '../shapes/auth-server.ts';

export class GetInstanceLDAPAuthServerRequest {
  @InstanceId() InstanceId: string;
}

export class LdapAuthServer extends AuthServerItem {
  /** `true` or `false`: a text, unlike that of AD. */
  @Member() HasPassword: string;
  @Member() LoginNameMapping: string;
}

export class GetInstanceLDAPAuthServerResponse {
  @Member() LDAP: LdapAuthServer;
}

@BastionhostAction({
  request: GetInstanceLDAPAuthServerRequest,
  response: GetInstanceLDAPAuthServerResponse,
  route: 'GET /bastionhost/instances/{InstanceId}/ldap-auth-server',
})
export class GetInstanceLDAPAuthServer implements BastionHandler<
  GetInstanceLDAPAuthServerRequest,
  GetInstanceLDAPAuthServerResponse
> {
  constructor(private readonly servers: AuthServers) {}

  async handle(bastion: Bastion): Promise<GetInstanceLDAPAuthServerResponse> {
    const server = await this.servers.find(bastion, 'LDAP');
    const own = { HasPassword: String(server !== undefined), LoginNameMapping: server?.loginNameMapping ?? '' };
    return { LDAP: { ...authServerItem(server), ...own } };
  }
}
