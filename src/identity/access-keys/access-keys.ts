import { Injectable } from '@nestjs/common';
import type { AttachedPolicy, Identity } from '../../common/caller.ts';
import { Redacted } from '../../common/redacted.ts';
import { Coalescer } from '../../database/coalescer.ts';
import { HotPool } from '../../database/hot-pool.ts';
import { Sealing } from '../../sealing/sealing.api.ts';
import { AccessKeys, type AccessKey } from '../identity.api.ts';
import { accessKeyPlace } from './access-key-place.ts';
import { LastUses } from './last-uses.ts';
import { accessKeyStatement } from './access-key-statement.ts';

/** A row of the statement: an AccessKey with its owner and everything attached to that owner. */
interface Row {
  readonly id: string;
  readonly accountId: string;
  readonly sealedSecret: Buffer;
  readonly active: boolean;
  readonly userId: string | null;
  readonly userName: string | null;
  readonly roleId: string | null;
  readonly roleName: string | null;
  readonly sessionName: string | null;
  readonly sessionPolicy: string | null;
  readonly tokenHash: Buffer | null;
  readonly expiresAt: Date | null;
  readonly policies: readonly AttachedPolicy[] | null;
}

const wellFormed = /^[\w.-]{1,128}$/;

/**
 * AccessKeys of accounts, users and sessions, each with the policies that apply to it. A call makes one look-up;
 * concurrent look-ups share a query.
 */
@Injectable()
export class AccessKeysService extends AccessKeys {
  private readonly lookUps = Coalescer.distinct<string, AccessKey | undefined>(
    (ids) => this.findAll(ids),
    (id) => id,
  );

  constructor(
    private readonly pool: HotPool,
    private readonly sealing: Sealing,
    private readonly lastUses: LastUses,
  ) {
    super();
  }

  noteUse({ id, session }: AccessKey, service: string): void {
    if (!session) this.lastUses.note(id, service);
  }

  /** A stranger may ask for any text. One that PostgreSQL cannot read would fail every look-up in the same query. */
  async find(accessKeyId: string): Promise<AccessKey | undefined> {
    return wellFormed.test(accessKeyId) ? this.lookUps.load(accessKeyId) : undefined;
  }

  private async findAll(ids: string[]): Promise<(AccessKey | undefined)[]> {
    const rows = await this.pool.query<Row>({
      name: 'identity.access-keys',
      text: accessKeyStatement,
      values: [JSON.stringify(ids)],
    });
    const found = new Map(rows.map((row) => [row.id, this.open(row)]));
    return ids.map((id) => found.get(id));
  }

  private open(row: Row): AccessKey {
    const secret = this.sealing.open(row.sealedSecret, accessKeyPlace(row.accountId, row.id)).reveal().toString('utf8');
    const { id, accountId, active, tokenHash, expiresAt } = row;
    return {
      id,
      secret: new Redacted(secret),
      active,
      accountId,
      identity: identityOf(row),
      session: tokenHash && expiresAt ? { tokenHash, expiresAt } : undefined,
    };
  }
}

function identityOf(row: Row): Identity {
  const { id: accessKeyId, accountId, userId, userName, roleId, roleName, sessionName } = row;
  const account = `acs:ram::${accountId}`;
  const policies = row.policies ?? [];
  if (userId !== null) {
    return { kind: 'RamUser', arn: `${account}:user/${userName}`, principalId: userId, accessKeyId, policies };
  }
  if (roleId !== null) {
    const arn = `${account}:assumed-role/${roleName}/${sessionName}`;
    const sessionPolicy = row.sessionPolicy ?? undefined;
    const principalId = `${roleId}:${sessionName}`;
    return { kind: 'AssumedRole', arn, principalId, accessKeyId, policies, sessionPolicy };
  }
  return { kind: 'Account', arn: `${account}:root`, principalId: accountId, accessKeyId };
}
