import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.ts';
import { GuardModule } from '../guard/guard.module.ts';
import { IdentityModule } from '../identity/identity.module.ts';
import { KmsTrail } from './kms-trail.api.ts';
import { KmsResourceFacts } from './kms-resource-facts.ts';

/** What the guard needs to know about keys and secrets, and the trail of what KMS does by itself. */
@Module({
  imports: [DatabaseModule, GuardModule, IdentityModule],
  providers: [KmsTrail, KmsResourceFacts],
  exports: [GuardModule, KmsTrail],
})
export class KmsGuardModule {}
