import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { foreignKeyViolation } from '../../database/unique-violation.ts';
import { AssumptionErrors } from '../assumption.errors.ts';
import { checkPolicy } from '../policies/read-document.ts';
import { RamRole } from '../roles/ram-role.entity.ts';
import { sameName } from '../rows.ts';
import { RoleSessions, type SessionCredentials } from './role-sessions.ts';

/** The role to assume, and what the session is to be like. */
export interface Assumption {
  readonly role: RoleReference;
  readonly sessionName: string;
  readonly durationSeconds: number;
  readonly policy?: string;
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

/** Lets users and sessions assume a role that is open to them. */
@Injectable()
export class RoleAssumption {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: RoleSessions,
  ) {}

  /**
   * The role; undefined when there is none.
   * @throws NoPermission for the root of an account, InvalidParameter.PolicySize, InvalidParameter.PolicyGrammar
   */
  async find(caller: Caller, { role: { accountId, roleName }, policy }: Assumption): Promise<RamRole | undefined> {
    if (caller.identity.kind === 'Account') throw AssumptionErrors.RootMayNotAssume();
    if (policy !== undefined) checkSessionPolicy(policy);
    const role = await this.dataSource.manager.findOneBy(RamRole, { accountId, roleName: sameName(roleName) });
    return role ?? undefined;
  }

  /**
   * Opens a session for a caller who was authorised to assume the role.
   * @throws EntityNotExist.Role, InvalidParameter.DurationSeconds
   */
  async assume(role: RamRole | undefined, assumption: Assumption): Promise<AssumedRole> {
    if (!role) throw AssumptionErrors.RoleNotFound();
    const longest = role.maxSessionSeconds;
    if (assumption.durationSeconds < shortestSeconds || assumption.durationSeconds > longest) {
      throw AssumptionErrors.DurationSeconds({ Hours: String(longest / 3600) });
    }
    const credentials = await this.sessions.open(role, assumption).catch((error: unknown) => {
      // Deleted since it was found.
      throw foreignKeyViolation(error, 'sts_sessions_role_id_fkey') ? AssumptionErrors.RoleNotFound() : error;
    });
    return { role, credentials };
  }
}

function checkSessionPolicy(policy: string): void {
  if (Buffer.byteLength(policy) > maxPolicyBytes) throw AssumptionErrors.PolicySize();
  checkPolicy(policy, 'identity', maxPolicyBytes, () => AssumptionErrors.PolicyGrammar());
}
