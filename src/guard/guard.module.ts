import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.ts';
import { IdentityModule } from '../identity/identity.module.ts';
import { Guard } from './guard.api.ts';

/** Who may do what, and the trail of it. */
@Module({
  imports: [AuditModule, IdentityModule],
  providers: [Guard],
  exports: [Guard],
})
export class GuardModule {}
