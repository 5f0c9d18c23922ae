import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.ts';
import { IdentityModule } from '../identity/identity.module.ts';
import { Guard } from './guard.api.ts';

/** Authorisation, and the audit trail of it. */
@Module({
  imports: [AuditModule, IdentityModule],
  providers: [Guard],
  exports: [Guard],
})
export class GuardModule {}
