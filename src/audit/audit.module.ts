import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.ts';
import { AuditTable } from './audit-table.ts';
import { AuditTrail } from './audit.api.ts';
import { ChainedAuditTrail } from './chained-audit-trail.ts';

@Module({
  imports: [DatabaseModule],
  providers: [AuditTable, { provide: AuditTrail, useClass: ChainedAuditTrail }],
  exports: [AuditTrail],
})
export class AuditModule {}
