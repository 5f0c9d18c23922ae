import { BastionhostModule } from '../../bastionhost/bastionhost.module.ts';
import { OperationsModule } from '../../gateway/operations-module.ts';
import { instancesOperations } from './instances/instances-operations.ts';

@OperationsModule({ imports: [BastionhostModule], operations: instancesOperations })
export class BssOpenApiOperationsModule {}
