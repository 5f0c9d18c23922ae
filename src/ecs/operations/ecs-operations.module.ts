import { OperationsModule } from '../../gateway/operations-module.ts';
import { EcsModule } from '../ecs.module.ts';
import { DeleteInstance } from './delete-instance.ts';
import { DescribeCloudAssistantStatus } from './describe-cloud-assistant-status.ts';
import { DescribeInstanceStatus } from './describe-instance-status.ts';
import { DescribeInstances } from './describe-instances.ts';
import { DescribeInvocationResults } from './describe-invocation-results.ts';
import { DescribeInvocations } from './describe-invocations.ts';
import { DescribeRegions } from './describe-regions.ts';
import { RegisterInstance } from './register-instance.ts';
import { RunCommand } from './run-command.ts';
import { EcsPaging } from './shapes/paging.ts';

/** Every operation of ECS. */
@OperationsModule({
  imports: [EcsModule],
  shared: [EcsPaging],
  operations: [
    DeleteInstance,
    DescribeCloudAssistantStatus,
    DescribeInstanceStatus,
    DescribeInstances,
    DescribeInvocationResults,
    DescribeInvocations,
    DescribeRegions,
    RegisterInstance,
    RunCommand,
  ],
})
export class EcsOperationsModule {}
