import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.ts';
import { AuditTable } from './audit-table.ts';
import { AuditVerifier } from './audit-verifier.api.ts';
import { AuditTrail } from './audit.api.ts';
import { ChainedAuditTrail } from './chained-audit-trail.ts';

@Module({
  imports: [DatabaseModule],
  providers: [AuditTable, { provide: AuditTrail, useClass: ChainedAuditTrail }, AuditVerifier],
  exports: [AuditTrail, AuditVerifier],
})
export class AuditModule {}
