import { Member, Optional, Unsupported } from '../../../gateway/fields.ts';
import { AuthServers } from '../../instances/auth-servers.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId } from '../bastionhost-fields.ts';
import { AuthServerItem, authServerItem } from '../shapes/auth-server.ts';

const oneServer = 'there is one AD server';
const nothingSynchronised = 'users are not synchronised';

export class GetInstanceADAuthServerRequest {
  @InstanceId() InstanceId: string;
  @Optional() @Unsupported(oneServer) UserSourceId?: string;
}

export class AdAuthServer extends AuthServerItem {
  @Member() Domain: string;
  @Member() HasPassword: boolean;
  @Member() IsDefault: boolean;
  @Member() IsSyncEmailAttr: boolean;
  @Member() IsSyncMobileAttr: boolean;
  @Member() IsSyncNameAttr: boolean;
  @Member() IsSyncOuAsUserGroup: boolean;
  @Member() ServerName: string;
}

export class GetInstanceADAuthServerResponse {
  @Member() AD: AdAuthServer;
}

@BastionhostAction({
  request: GetInstanceADAuthServerRequest,
  response: GetInstanceADAuthServerResponse,
  route: 'GET /bastionhost/instances/{InstanceId}/ad-auth-server',
  omits: {
    'AD.LatestSyncTime': nothingSynchronised,
    'AD.SyncInterval': nothingSynchronised,
    'AD.UserSourceId': oneServer,
  },
})
export class GetInstanceADAuthServer implements BastionHandler<
  GetInstanceADAuthServerRequest,
  GetInstanceADAuthServerResponse
> {
  constructor(private readonly servers: AuthServers) {}

  async handle(bastion: Bastion): Promise<GetInstanceADAuthServerResponse> {
    const server = await this.servers.find(bastion, 'AD');
    const own = {
      Domain: server?.domain ?? '',
      HasPassword: server !== undefined,
      ServerName: server?.serverName ?? '',
    };
    return { AD: { ...authServerItem(server), ...own, ...noSynchronisation } };
  }
}

const noSynchronisation = {
  IsDefault: true,
  IsSyncEmailAttr: false,
  IsSyncMobileAttr: false,
  IsSyncNameAttr: false,
  IsSyncOuAsUserGroup: false,
};
