import { Optional, Unsupported } from '../../../gateway/fields.ts';
import { requireAskable } from '../../directories/directory-settings.ts';
import { AuthServers } from '../../instances/auth-servers.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { AdServerInput, mappingsKept, settingsOf } from '../shapes/auth-server.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

const oneServer = 'there is one AD server';
const nothingSynchronised = 'users are not synchronised';

export class ModifyInstanceADAuthServerRequest extends AdServerInput {
  @Optional() @Unsupported(oneServer) UserSourceId?: string;
  @Optional() @Unsupported(oneServer, ['true']) IsDefault?: string;
  @Optional() @Unsupported(nothingSynchronised, ['false']) IsSyncEmailAttr?: string;
  @Optional() @Unsupported(nothingSynchronised, ['false']) IsSyncMobileAttr?: string;
  @Optional() @Unsupported(nothingSynchronised, ['false']) IsSyncNameAttr?: string;
  @Optional() @Unsupported(nothingSynchronised, ['false']) IsSyncOuAsUserGroup?: string;
  @Optional() @Unsupported(nothingSynchronised) SyncInterval?: string;
}

@BastionhostAction({
  request: ModifyInstanceADAuthServerRequest,
  response: NoAnswer,
  route: 'PATCH /bastionhost/instances/{InstanceId}/ad-auth-server',
  partial: mappingsKept,
})
export class ModifyInstanceADAuthServer implements BastionHandler<ModifyInstanceADAuthServerRequest, NoAnswer> {
  constructor(private readonly servers: AuthServers) {}

  async handle(bastion: Bastion, request: ModifyInstanceADAuthServerRequest): Promise<NoAnswer> {
    requireAskable(settingsOf(request));
    const { Domain: domain, ServerName: serverName } = request;
    await this.servers.set(bastion, 'AD', { ...settingsOf(request), domain, serverName });
    return {};
  }
}
