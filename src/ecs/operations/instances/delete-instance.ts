import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, Optional } from '../../../gateway/fields.ts';
import { EcsErrors } from '../../ecs.errors.ts';
import { Instances } from '../../instances.api.ts';
import { InstancesService } from '../../instances/instances.ts';
import { EcsAction } from '../ecs-action.ts';
import { instanceArn, InstanceId } from '../ecs-fields.ts';

export class DeleteInstanceRequest {
  @InstanceId() InstanceId: string;
  @Optional() @Flag() DryRun: boolean = false;
  // The server itself keeps running, so neither how it is stopped nor what it costs matters.
  @Optional() @Flag() Force?: boolean;
  @Optional() @Flag() ForceStop?: boolean;
  @Optional() @Flag() TerminateSubscription?: boolean;
}

export class DeleteInstanceResponse {}

@EcsAction({
  request: DeleteInstanceRequest,
  response: DeleteInstanceResponse,
  route: 'DELETE /ecs/instances/{InstanceId}',
  resource: (caller, request) => instanceArn(caller, request.InstanceId),
})
export class DeleteInstance implements ActionHandler<DeleteInstanceRequest, DeleteInstanceResponse> {
  constructor(
    private readonly instances: InstancesService,
    private readonly inventory: Instances,
  ) {}

  async handle(caller: Caller, request: DeleteInstanceRequest): Promise<DeleteInstanceResponse> {
    const { InstanceId: instanceId, DryRun: isDryRun } = request;
    if (!isDryRun) await this.instances.remove(caller, instanceId);
    else if (await this.inventory.find(caller, instanceId)) throw EcsErrors.DryRunOperation();
    else throw EcsErrors.InstanceIdNotFound();
    return {};
  }
}
