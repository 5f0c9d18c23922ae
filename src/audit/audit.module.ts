import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module.ts';
import { AuditAnchor } from './audit-anchor.entity.ts';
import { AuditChain } from './audit-chain.entity.ts';
import { AuditEventRow } from './audit-event.entity.ts';
import { AuditTable } from './audit-table.ts';
import { AuditTrail, AuditVerifier } from './audit.api.ts';
import { ChainedAuditTrail } from './chained-audit-trail.ts';
import { verifyAuditTrail } from './verify-audit-trail.ts';

@Module({
  imports: [DatabaseModule, TypeOrmModule.forFeature([AuditAnchor, AuditChain, AuditEventRow])],
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
