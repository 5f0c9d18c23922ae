import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { cutPage, type KeyedPage, type PageAfter } from '../../common/page.ts';
import { narrowToTags, type TagFilter } from '../tags/tags.ts';
import { Attachment, type PolicyType } from './attachment.entity.ts';
import { findPolicy, type PolicyReference } from './find-policy.ts';
import { RamPolicy } from './ram-policy.entity.ts';
import { Products } from '../products.api.ts';
import type { SystemPolicy } from '../system-policy.api.ts';

/** What policies of both types have in common. */
export interface ListedPolicy extends PolicyReference {
  readonly description: string;
  readonly defaultVersionId: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly attachmentCount: number;
}

export interface PolicyFilter {
  readonly type?: PolicyType;
  readonly tags: readonly TagFilter[];
}

/** The policies that an account can see: system policies first, then its own, each sorted by name. */
@Injectable()
export class PolicyDirectory {
  constructor(
    @InjectRepository(RamPolicy) private readonly policies: Repository<RamPolicy>,
    @InjectRepository(Attachment) private readonly attachments: Repository<Attachment>,
    private readonly products: Products,
  ) {}

  async get(caller: Caller, { type, name }: PolicyReference): Promise<ListedPolicy> {
    const policy =
      type === 'System'
        ? showSystem(this.products.systemPolicy(name))
        : show(await findPolicy(this.policies.manager, caller, name));
    const [counted] = await this.counted(caller, [policy]);
    return counted as ListedPolicy;
  }

  async list(caller: Caller, filter: PolicyFilter, page: PageAfter): Promise<KeyedPage<ListedPolicy>> {
    const system = this.systemAfter(filter, page);
    const custom = filter.type === 'System' ? [] : await this.customAfter(caller, filter, page);
    const { items, next } = cutPage([...system, ...custom], page, keyOf);
    return { items: await this.counted(caller, items), next };
  }

  private systemAfter({ type, tags }: PolicyFilter, { after }: PageAfter): Uncounted[] {
    // System policies have no tags.
    if (type === 'Custom' || tags.length > 0) return [];
    return this.products.systemPolicies
      .map(showSystem)
      .filter((policy) => after === undefined || keyOf(policy) > after);
  }

  private async customAfter({ accountId }: Caller, { tags }: PolicyFilter, page: PageAfter): Promise<Uncounted[]> {
    const query = this.policies
      .createQueryBuilder('policy')
      .where('policy.accountId = :accountId', { accountId })
      .orderBy('policy.policyName collate "C"')
      .limit(page.limit + 1);
    const after = nameIn(page.after);
    if (after !== undefined) query.andWhere('policy.policyName collate "C" > :after', { after });
    narrowToTags(query, { type: 'policy', name: 'policy.policy_name' }, tags);
    return (await query.getMany()).map(show);
  }

  private async counted({ accountId }: Caller, policies: readonly Uncounted[]): Promise<ListedPolicy[]> {
    const rows: { type: string; name: string; count: string }[] = await this.attachments.query(
      `select policy_type as type, policy_name as name, count(*) from ram_attachments
       where account_id = $1 and policy_name = any($2) group by policy_type, policy_name`,
      [accountId, policies.map(({ name }) => name)],
    );
    const counts = new Map(rows.map(({ type, name, count }) => [`${type}/${name}`, Number(count)]));
    return policies.map((policy) => ({ ...policy, attachmentCount: counts.get(`${policy.type}/${policy.name}`) ?? 0 }));
  }
}

type Uncounted = Omit<ListedPolicy, 'attachmentCount'>;

// Keys that sort system policies before custom ones.
function keyOf({ type, name }: Uncounted): string {
  return `${type === 'System' ? 0 : 1}/${name}`;
}

/** The policy name in the key of a custom policy; undefined for any other key. */
function nameIn(key: string | undefined): string | undefined {
  return key?.startsWith('1/') ? key.slice(2) : undefined;
}

function show({ policyName: name, description, defaultVersionId, createdAt, updatedAt }: RamPolicy): Uncounted {
  return { type: 'Custom', name, description, defaultVersionId, createdAt, updatedAt };
}

function showSystem({ name, description, version: defaultVersionId, updatedAt }: SystemPolicy): Uncounted {
  const since = new Date(updatedAt);
  return { type: 'System', name, description, defaultVersionId, createdAt: since, updatedAt: since };
}
