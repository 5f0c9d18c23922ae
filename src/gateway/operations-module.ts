import { Module, type ModuleMetadata } from '@nestjs/common';
import type { Class } from './action.ts';
import { GatewayModule } from './gateway.module.ts';
import { restController } from './rest.controller.ts';

interface Operations {
  /** Modules of the cores that the operations use. */
  readonly imports: NonNullable<ModuleMetadata['imports']>;
  readonly operations: readonly Class[];
  /** Wire-level providers that several operations share. */
  readonly shared?: readonly Class[];
}

/** Declares a product's surface: every operation is registered for both RPC and REST. */
export function OperationsModule({ imports, operations, shared = [] }: Operations): ClassDecorator {
  return Module({
    imports: [GatewayModule, ...imports],
    controllers: [restController(operations)],
    providers: [...operations, ...shared],
  });
}
