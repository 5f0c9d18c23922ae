import { Module, type ModuleMetadata } from '@nestjs/common';
import type { Class } from './action.ts';
import { GatewayModule } from './gateway.module.ts';
import { restController } from './rest.controller.ts';

interface Operations {
  /** The modules of the cores that the operations use. */
  readonly imports: NonNullable<ModuleMetadata['imports']>;
  readonly operations: readonly Class[];
  /** What several operations share of the wire. */
  readonly shared?: readonly Class[];
}

/** A product's surface on one screen: every operation is registered for both wires. */
export function OperationsModule({ imports, operations, shared = [] }: Operations): ClassDecorator {
  return Module({
    imports: [GatewayModule, ...imports],
    controllers: [restController(operations)],
    providers: [...operations, ...shared],
  });
}
