import { ArrayNotEmpty } from 'class-validator';
import type { Caller } from '../../../common/caller.ts';
import { Json, Member, Text } from '../../../gateway/fields.ts';
import { EcsImport } from '../../hosts/ecs-import.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId } from '../bastionhost-fields.ts';

export class ImportECSInstancesRequest {
  @InstanceId() InstanceId: string;
  @Text(1, 64) InstanceRegionId: string;
  /** The ids of one to a hundred ECS instances of the region. */
  @Json(String, { max: 100 }) @ArrayNotEmpty() SourceInstanceIds: string[];
}

/** The outcome for one instance. */
export class ImportedInstance {
  @Member() Code: string;
  /** Only of a new host. */
  @Member() HostId?: string;
  @Member() Message: string;
  @Member() SourceInstanceId: string;
}

export class ImportECSInstancesResponse {
  @Member([ImportedInstance]) Results: ImportedInstance[];
}

@BastionhostAction({
  request: ImportECSInstancesRequest,
  response: ImportECSInstancesResponse,
  route: 'POST /bastionhost/hosts:import-ecs-instances',
  extension: true,
})
export class ImportECSInstances implements BastionHandler<ImportECSInstancesRequest, ImportECSInstancesResponse> {
  constructor(private readonly imports: EcsImport) {}

  async handle(
    bastion: Bastion,
    { InstanceRegionId, SourceInstanceIds }: ImportECSInstancesRequest,
    caller: Caller,
  ): Promise<ImportECSInstancesResponse> {
    const results = await this.imports.import(caller, bastion, InstanceRegionId, SourceInstanceIds);
    return {
      Results: results.map(({ instanceId, code, hostId }) => ({
        Code: code,
        HostId: hostId,
        Message: '',
        SourceInstanceId: instanceId,
      })),
    };
  }
}
