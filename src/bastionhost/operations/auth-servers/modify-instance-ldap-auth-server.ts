import { requireAskable } from '../../directories/directory-settings.ts';
import { AuthServers } from '../../instances/auth-servers.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { LdapServerInput, mappingsKept, settingsOf } from '../shapes/auth-server.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class ModifyInstanceLDAPAuthServerRequest extends LdapServerInput {}

@BastionhostAction({
  request: ModifyInstanceLDAPAuthServerRequest,
  response: NoAnswer,
  route: 'PATCH /bastionhost/instances/{InstanceId}/ldap-auth-server',
  partial: mappingsKept,
})
export class ModifyInstanceLDAPAuthServer implements BastionHandler<ModifyInstanceLDAPAuthServerRequest, NoAnswer> {
  constructor(private readonly servers: AuthServers) {}

  async handle(bastion: Bastion, request: ModifyInstanceLDAPAuthServerRequest): Promise<NoAnswer> {
    requireAskable(settingsOf(request));
    const loginNameMapping = request.LoginNameMapping;
    await this.servers.set(bastion, 'LDAP', { ...settingsOf(request), loginNameMapping });
    return {};
  }
}
