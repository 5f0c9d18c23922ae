import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module.ts';
import { AuditAnchor } from './audit-anchor.entity.ts';
import { AuditChain } from './audit-chain.entity.ts';
import { AuditEventRow } from './audit-event.entity.ts';
import { AuditTable } from './audit-table.ts';
import { AuditVerifier } from './audit-verifier.api.ts';
import { AuditTrail } from './audit.api.ts';
import { ChainedAuditTrail } from './chained-audit-trail.ts';

@Module({
  imports: [DatabaseModule, TypeOrmModule.forFeature([AuditAnchor, AuditChain, AuditEventRow])],
  providers: [AuditTable, { provide: AuditTrail, useClass: ChainedAuditTrail }, AuditVerifier],
  exports: [AuditTrail, AuditVerifier],
})
export class AuditModule {}
