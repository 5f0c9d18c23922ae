import type { Caller } from '../../../common/caller.ts';
import type { Redacted } from '../../../common/redacted.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, OneOf, Optional, Sensitive, Whole } from '../../../gateway/fields.ts';
import { newManagementCredential } from '../../instances/management-credential.ts';
import { InstancesService } from '../../instances/instances.ts';
import { EcsAction } from '../ecs-action.ts';
import { Address, instanceArn, InstanceName, LoginName, NewInstanceId } from '../ecs-fields.ts';

export class RegisterInstanceRequest {
  @InstanceName() InstanceName: string;
  @Address() Address: string;
  @Optional() @Whole(1, 65_535) Port: number = 22;
  @Optional() @OneOf('Linux', 'Windows') OSType: 'Linux' | 'Windows' = 'Linux';
  @Optional() @NewInstanceId() InstanceId?: string;
  @Optional() @LoginName() ManagementUserName?: string;
  @Optional() @Sensitive(1, 512) ManagementPassword?: Redacted<string>;
  @Optional() @Sensitive(1, 16_384) ManagementPrivateKey?: Redacted<string>;
  @Optional() @Sensitive(1, 512) ManagementPassphrase?: Redacted<string>;
}

export class RegisterInstanceResponse {
  @Member() InstanceId: string;
}

const defaultManagers = { Linux: 'root', Windows: 'Administrator' } as const;

@EcsAction({
  request: RegisterInstanceRequest,
  response: RegisterInstanceResponse,
  route: 'POST /ecs/instances:register',
  resource: (caller, request) => instanceArn(caller, request.InstanceId),
  extension: true,
})
export class RegisterInstance implements ActionHandler<RegisterInstanceRequest, RegisterInstanceResponse> {
  constructor(private readonly instances: InstancesService) {}

  async handle(caller: Caller, request: RegisterInstanceRequest): Promise<RegisterInstanceResponse> {
    const { instanceId } = await this.instances.register(caller, {
      instanceId: request.InstanceId,
      instanceName: request.InstanceName,
      osType: request.OSType,
      address: request.Address,
      port: request.Port,
      management: await newManagementCredential({
        userName: request.ManagementUserName ?? defaultManagers[request.OSType],
        password: request.ManagementPassword,
        privateKey: request.ManagementPrivateKey,
        passphrase: request.ManagementPassphrase,
      }),
    });
    return { InstanceId: instanceId };
  }
}
