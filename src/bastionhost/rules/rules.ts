import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { omitUndefined } from '../../common/omit-undefined.ts';
import type { Page, PageRequest } from '../../common/page.ts';
import { countedPage } from '../../database/counted-page.ts';
import { insertNew } from '../../database/insert-new.ts';
import { uniqueViolation } from '../../database/unique-violation.ts';
import { Events } from '../../events/events.api.ts';
import { GrantTrail } from '../access/grant-trail.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import { rowOf, within, type Bastion, type BastionKey } from '../instances/bastion.ts';
import { takeDeletionTurn } from '../instances/deletion-turn.ts';
import { requireOrder } from '../validity.ts';
import { contentsOf, type RuleContents } from './rule-contents.ts';
import { holdScope, replaceScope, type RuleScope } from './rule-scope.ts';
import { Rule } from './rule.entity.ts';

/** An empty comment means none. */
export interface RuleDraft extends Pick<Rule, 'ruleName' | 'comment' | 'effectiveFrom' | 'effectiveUntil'> {
  readonly scope: RuleScope;
}

/** Undefined members stay as they are, those of the scope too. */
export type RuleChange = Partial<Omit<RuleDraft, 'scope'>> & { readonly scope: Partial<RuleScope> };

/** Exact matches; all of them must hold. */
export interface RuleFilter {
  readonly ruleName?: string;
  readonly isEnabled?: boolean;
}

/** The authorisation rules of an instance. What a change gives or takes away is announced to the connections. */
@Injectable()
export class Rules {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly trail: GrantTrail,
  ) {}

  /**
   * Creates an enabled rule, and returns its id.
   * @throws RuleAlreadyExists, and NotFound for anything in the scope that the instance does not have
   */
  create(bastion: Bastion, { scope, ...draft }: RuleDraft): Promise<string> {
    requireOrder(draft);
    const row = { ...draft, ...rowOf(bastion), isEnabled: true, createdAt: this.clock.now() };
    return this.dataSource.transaction(async (tx) => {
      await holdScope(tx, bastion, scope);
      const [id] = await insertNew(tx, Rule, row, 'id');
      if (!id) throw BastionhostErrors.RuleAlreadyExists();
      await replaceScope(tx, { ...rowOf(bastion), id }, scope);
      await this.say('AccessChanged', tx, bastion);
      return id;
    });
  }

  /** @throws RuleNotFound */
  async get(bastion: Bastion, id: string): Promise<Rule> {
    const rule = await this.dataSource.manager.findOneBy(Rule, { ...within(bastion), id });
    if (!rule) throw BastionhostErrors.RuleNotFound();
    return rule;
  }

  /** What the rule covers. */
  contentsOf({ id }: Rule): Promise<RuleContents> {
    return contentsOf(this.dataSource.manager, id);
  }

  list(bastion: Bastion, filter: RuleFilter, page: PageRequest): Promise<Page<Rule>> {
    const query = this.dataSource.createQueryBuilder(Rule, 'r').where(within(bastion)).orderBy('r.id');
    return countedPage(query.andWhere(omitUndefined(filter)), page);
  }

  /** Replaces what is given. @throws as `create`, and RuleNotFound */
  async modify(bastion: Bastion, id: string, { scope, ...change }: RuleChange): Promise<void> {
    const changed = omitUndefined(change);
    await this.dataSource.transaction(async (tx) => {
      await takeDeletionTurn(tx, bastion);
      const rule = await lockRule(tx, bastion, id);
      requireOrder({ ...rule, ...changed });
      await holdScope(tx, bastion, scope);
      await updateRule(tx, rule, changed);
      await replaceScope(tx, rule, scope);
      await this.say('AccessWithdrawn', tx, bastion);
    });
  }

  /** @throws RuleNotFound */
  async setEnabled(bastion: Bastion, id: string, isEnabled: boolean): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { affected } = await tx.update(Rule, { ...within(bastion), id }, { isEnabled });
      if (!affected) throw BastionhostErrors.RuleNotFound();
      await this.say(isEnabled ? 'AccessChanged' : 'AccessWithdrawn', tx, bastion);
    });
  }

  /** Deletes the rule with its grants. @throws RuleNotFound */
  async delete(caller: Caller, bastion: Bastion, id: string): Promise<void> {
    await this.trail.deleting(caller, bastion, { kind: 'Rule', id }, async (tx) => {
      const { affected } = await tx.delete(Rule, { ...within(bastion), id });
      if (!affected) throw BastionhostErrors.RuleNotFound();
      await this.say('AccessWithdrawn', tx, bastion);
    });
  }

  // A rule is about many users and hosts, so the event names none of them.
  private say(kind: 'AccessChanged' | 'AccessWithdrawn', tx: EntityManager, bastion: BastionKey): Promise<void> {
    return this.events.publish(tx, { kind, ...within(bastion) });
  }
}

async function lockRule(tx: EntityManager, bastion: BastionKey, id: string): Promise<Rule> {
  const lock = { mode: 'pessimistic_write' } as const;
  const rule = await tx.findOne(Rule, { where: { ...within(bastion), id }, lock });
  if (!rule) throw BastionhostErrors.RuleNotFound();
  return rule;
}

async function updateRule(tx: EntityManager, { id }: Rule, changed: Partial<Rule>): Promise<void> {
  if (Object.keys(changed).length === 0) return;
  try {
    await tx.update(Rule, { id }, changed);
  } catch (error) {
    throw uniqueViolation(error) ? BastionhostErrors.RuleAlreadyExists() : error;
  }
}
