import { OperationsModule } from '../../gateway/operations-module.ts';
import { EcsModule } from '../ecs.module.ts';
import { assistantOperations } from './assistant/assistant-operations.ts';
import { instancesOperations } from './instances/instances-operations.ts';
import { EcsPaging } from './shapes/paging.ts';

@OperationsModule({
  imports: [EcsModule],
  shared: [EcsPaging],
  operations: [...instancesOperations, ...assistantOperations],
})
export class EcsOperationsModule {}
