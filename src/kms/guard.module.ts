import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.ts';
import { DatabaseModule } from '../database/database.module.ts';
import { IdentityModule } from '../identity/identity.module.ts';
import { GuardedCalls } from './guarded-calls.service.ts';
import { KmsTrail } from './kms-trail.api.ts';
import { KmsResourceFacts } from './resource-facts.service.ts';

/** Who may do what to keys and secrets, and the trail of it. */
@Module({
  imports: [DatabaseModule, AuditModule, IdentityModule],
  providers: [GuardedCalls, KmsTrail, KmsResourceFacts],
  exports: [GuardedCalls, KmsTrail],
})
export class GuardModule {}
