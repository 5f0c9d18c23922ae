import { Injectable } from '@nestjs/common';
import { DataSource, In, type EntityManager, type EntityTarget } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { omitUndefined } from '../../common/omit-undefined.ts';
import type { Page, PageRequest } from '../../common/page.ts';
import type { ServiceError } from '../../common/service-error.ts';
import { countedRows } from '../../database/counted-page.ts';
import { insertNew } from '../../database/insert-new.ts';
import { uniqueViolation } from '../../database/unique-violation.ts';
import { Events } from '../../events/events.api.ts';
import { GrantTrail } from '../access/grant-trail.ts';
import type { BastionRow } from '../instances/bastion-row.ts';
import { rowOf, within, type Bastion, type BastionKey } from '../instances/bastion.ts';
import type { Group, GroupMember } from './group.ts';

/** An empty comment means none. */
export type GroupDraft = Pick<Group, 'groupName' | 'comment'>;

export type CountedGroup = Pick<Group, 'id' | 'groupName' | 'comment'> & { readonly memberCount: number };

/** The outcome for one member. The spelling of the last code is the vendor's. */
export interface MemberResult {
  readonly memberId: string;
  readonly code: 'OK' | 'OBJECT_NOT_FOUND' | 'OBJECT_AlREADY_EXISTS';
}

/** What user groups and host groups differ in. */
export interface GroupKind {
  readonly groups: EntityTarget<Group>;
  readonly memberships: EntityTarget<GroupMember>;
  /** What they are groups of. */
  readonly things: EntityTarget<BastionRow>;
  /** What grants call them. */
  readonly grantable: 'UserGroup' | 'HostGroup';
  readonly notFound: () => ServiceError;
  readonly alreadyExists: () => ServiceError;
  /** The id by which AccessWithdrawn names a member. */
  readonly memberId: 'userId' | 'hostId';
}

const lock = { mode: 'for_key_share' } as const;

/** Groups of an instance and their members. Whatever takes a member out says so to the open connections. */
@Injectable()
export abstract class Groups {
  protected abstract readonly kind: GroupKind;

  constructor(
    protected readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly trail: GrantTrail,
  ) {}

  /** Returns the new group's id. */
  async create(bastion: Bastion, draft: GroupDraft): Promise<string> {
    const row = { ...draft, ...rowOf(bastion), createdAt: this.clock.now() };
    const [id] = await insertNew(this.dataSource.manager, this.kind.groups, row, 'id');
    if (!id) throw this.kind.alreadyExists();
    return id;
  }

  async get(bastion: BastionKey, id: string): Promise<Group> {
    const group = await this.dataSource.manager.findOneBy(this.kind.groups, { ...within(bastion), id });
    if (!group) throw this.kind.notFound();
    return group;
  }

  /** All groups of the instance, or the one with this name. */
  list(bastion: Bastion, groupName: string | undefined, page: PageRequest): Promise<Page<CountedGroup>> {
    const { groups, memberships } = this.kind;
    const query = this.dataSource
      .createQueryBuilder(groups, 'g')
      .select(['g.id as "id"', 'g.group_name as "groupName"', 'g.comment as "comment"'])
      .addSelect(
        (members) => members.select('count(*)::integer').from(memberships, 'm').where('m.groupId = g.id'),
        'memberCount',
      )
      .where(within(bastion))
      .orderBy('g.id');
    if (groupName !== undefined) query.andWhere({ groupName });
    return countedRows<CountedGroup>(query, page);
  }

  /** Undefined members stay as they are. */
  async modify(bastion: Bastion, id: string, change: Partial<GroupDraft>): Promise<void> {
    await this.get(bastion, id);
    const changed = omitUndefined(change);
    if (Object.keys(changed).length === 0) return;
    try {
      const { affected } = await this.dataSource.manager.update(this.kind.groups, { ...within(bastion), id }, changed);
      if (!affected) throw this.kind.notFound();
    } catch (error) {
      throw uniqueViolation(error) ? this.kind.alreadyExists() : error;
    }
  }

  /** Deletes the group with every grant to it or on it. Its members stay. */
  async delete(caller: Caller, bastion: Bastion, id: string): Promise<void> {
    await this.trail.deleting(caller, bastion, { kind: this.kind.grantable, id }, async (tx) => {
      const { affected } = await tx.delete(this.kind.groups, { ...within(bastion), id });
      if (!affected) throw this.kind.notFound();
      await this.events.publish(tx, { kind: 'AccessWithdrawn', ...within(bastion) });
    });
  }

  /** Adds members. What does not exist, or is a member already, is reported in the code of the item. */
  add(bastion: Bastion, groupId: string, memberIds: readonly string[]): Promise<MemberResult[]> {
    return this.dataSource.transaction(async (tx) => {
      const found = await this.hold(tx, bastion, groupId, memberIds);
      const rows = found.map((memberId) => ({ groupId, memberId }));
      const added = new Set(rows.length ? await insertNew(tx, this.kind.memberships, rows, 'memberId') : []);
      if (added.size > 0) await this.events.publish(tx, { kind: 'AccessChanged', ...within(bastion) });
      return memberIds.map((memberId) => ({
        memberId,
        code: added.delete(memberId) ? 'OK' : found.includes(memberId) ? 'OBJECT_AlREADY_EXISTS' : 'OBJECT_NOT_FOUND',
      }));
    });
  }

  /** Takes members out. What is no member is reported in the code of the item. */
  remove(bastion: Bastion, groupId: string, memberIds: readonly string[]): Promise<MemberResult[]> {
    return this.dataSource.transaction(async (tx) => {
      const found = await this.hold(tx, bastion, groupId, memberIds);
      const where = { groupId, memberId: In(found) };
      const members = await tx.find(this.kind.memberships, { where, lock: { mode: 'pessimistic_write' } });
      await tx.delete(this.kind.memberships, where);
      const removed = new Set(members.map(({ memberId }) => memberId));
      await this.sayWithdrawn(tx, bastion, [...removed]);
      return memberIds.map((memberId) => ({ memberId, code: removed.delete(memberId) ? 'OK' : 'OBJECT_NOT_FOUND' }));
    });
  }

  /** Which of these exist; they and the group are locked against deletion until the transaction ends. */
  private async hold(
    tx: EntityManager,
    bastion: BastionKey,
    groupId: string,
    memberIds: readonly string[],
  ): Promise<string[]> {
    const { groups, things } = this.kind;
    const select = { id: true } as const;
    if (!(await tx.findOne(groups, { select, where: { ...within(bastion), id: groupId }, lock }))) return [];
    // In one order for all, so that two calls about the same members do not wait for each other.
    const where = { ...within(bastion), id: In(memberIds) };
    const found = await tx.find(things, { select, where, order: { id: 'asc' }, lock });
    return found.map(({ id }) => id);
  }

  // One member is named; several would be as many events, each of which is read by every process.
  private async sayWithdrawn(tx: EntityManager, bastion: BastionKey, removed: readonly string[]): Promise<void> {
    if (removed.length === 0) return;
    const [memberId, ...others] = removed;
    const narrowed = others.length === 0 ? { [this.kind.memberId]: memberId } : {};
    await this.events.publish(tx, { kind: 'AccessWithdrawn', ...within(bastion), ...narrowed });
  }
}
