import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { AssumptionErrors } from '../assumption.errors.ts';
import { AuthorizationService } from '../evaluation/authorization.service.ts';
import { AccessDenied } from '../identity.api.ts';
import { checkPolicy } from '../policies/read-document.ts';
import { RamRole } from '../roles/ram-role.entity.ts';
import { sameName } from '../rows.ts';
import { RoleSessions, type SessionCredentials } from './role-sessions.service.ts';

/** Which role, and what the session shall be. */
export interface Assumption {
  readonly role: RoleReference;
  readonly sessionName: string;
  readonly durationSeconds: number;
  readonly policy?: string;
  readonly externalId?: string;
}

export interface RoleReference {
  readonly accountId: string;
  readonly roleName: string;
  readonly arn: string;
}

export interface AssumedRole {
  readonly role: RamRole;
  readonly credentials: SessionCredentials;
}

const maxPolicyBytes = 2_048;
const shortestSeconds = 900;

/** Lets users and sessions act in a role that is open to them. */
@Injectable()
export class RoleAssumption {
  constructor(
    private readonly dataSource: DataSource,
    private readonly authorization: AuthorizationService,
    private readonly sessions: RoleSessions,
  ) {}

  async assume(caller: Caller, assumption: Assumption): Promise<AssumedRole> {
    if (caller.identity.kind === 'Account') throw AssumptionErrors.RootMayNotAssume();
    if (assumption.policy !== undefined) checkSessionPolicy(assumption.policy);
    const role = await this.openRole(caller, assumption);
    const longest = role.maxSessionSeconds;
    if (assumption.durationSeconds < shortestSeconds || assumption.durationSeconds > longest) {
      throw AssumptionErrors.DurationSeconds({ Hours: String(longest / 3600) });
    }
    return { role, credentials: await this.sessions.open(role, assumption) };
  }

  // Who may not assume any such role does not learn whether it exists; nor does anybody of another account that it does not trust.
  private async openRole(
    caller: Caller,
    { role: { accountId, roleName, arn }, externalId }: Assumption,
  ): Promise<RamRole> {
    const context: Record<string, string> = externalId === undefined ? {} : { 'sts:ExternalId': externalId };
    const permission = { action: 'sts:AssumeRole', resource: arn, context };
    this.authorization.authorizeByIdentity(caller, permission);
    const role = await this.dataSource.manager.findOneBy(RamRole, { accountId, roleName: sameName(roleName) });
    if (!role) throw AssumptionErrors.RoleNotFound();
    try {
      this.authorization.authorizeByTrust(caller, permission, role.trustPolicy);
    } catch (error) {
      throw error instanceof AccessDenied && error.isForeign ? AssumptionErrors.RoleNotFound({ cause: error }) : error;
    }
    return role;
  }
}

function checkSessionPolicy(policy: string): void {
  if (Buffer.byteLength(policy) > maxPolicyBytes) throw AssumptionErrors.PolicySize();
  checkPolicy(policy, 'identity', maxPolicyBytes, () => AssumptionErrors.PolicyGrammar());
}
