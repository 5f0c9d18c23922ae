import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { GuardModule } from '../guard/guard.module.ts';
import { IdentityModule } from '../identity/identity.module.ts';
import { SealingModule } from '../sealing/sealing.module.ts';
import { Authenticator } from './authenticator.ts';
import { ErrorAnswers } from './error-answers.ts';
import { Paging } from './paging.ts';
import { Pipeline } from './pipeline.ts';
import { RefusedCallers } from './refused-callers.ts';
import { ActionRegistry } from './registry.ts';
import { RpcController } from './rpc.controller.ts';

@Module({
  imports: [DiscoveryModule, IdentityModule, GuardModule, SealingModule],
  controllers: [RpcController],
  providers: [ActionRegistry, Authenticator, ErrorAnswers, Paging, Pipeline, RefusedCallers],
  exports: [ActionRegistry, ErrorAnswers, Paging, Pipeline],
})
export class GatewayModule {}
