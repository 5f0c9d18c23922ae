import { Injectable } from '@nestjs/common';
import { AuditTable } from './audit-table.ts';
import type { AuditVerification } from './audit.api.ts';
import { verifyAuditTrail } from './verify-audit-trail.ts';

/** Checks that the trail is still as it was written. */
@Injectable()
export class AuditVerifier {
  constructor(private readonly table: AuditTable) {}

  /**
   * `marks` are those of earlier verifications. An older database, or a trail that was cut off, does not contain them.
   * @throws Error when a text is not a mark
   */
  verify(marks: readonly string[] = []): Promise<AuditVerification> {
    return verifyAuditTrail(this.table, marks);
  }
}
