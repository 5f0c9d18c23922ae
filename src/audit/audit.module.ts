import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.ts';
import { AuditTable } from './audit-table.ts';
import { AuditTrail, AuditVerifier } from './audit.api.ts';
import { ChainedAuditTrail } from './chained-audit-trail.ts';
import { verifyAuditTrail } from './verify-audit-trail.ts';

@Module({
  imports: [DatabaseModule],
  providers: [
    AuditTable,
    { provide: AuditTrail, useClass: ChainedAuditTrail },
    {
      provide: AuditVerifier,
      inject: [AuditTable],
      useFactory: (table: AuditTable): AuditVerifier => ({ verify: (marks) => verifyAuditTrail(table, marks) }),
    },
  ],
  exports: [AuditTrail, AuditVerifier],
})
export class AuditModule {}
