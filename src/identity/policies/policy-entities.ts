import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Attachment } from './attachment.entity.ts';
import { Products } from '../products.api.ts';
import { findPolicy, type PolicyReference } from './find-policy.ts';

interface Attached {
  readonly attachedAt: Date;
}

export interface AttachedUser extends Attached {
  readonly userId: string;
  readonly userName: string;
  readonly displayName: string;
}

export interface AttachedGroup extends Attached {
  readonly groupName: string;
  readonly comments: string;
}

export interface AttachedRole extends Attached {
  readonly roleId: string;
  readonly roleName: string;
  readonly description: string;
}

/** The principals that a policy is attached to. */
export interface PolicyEntities {
  readonly users: AttachedUser[];
  readonly groups: AttachedGroup[];
  readonly roles: AttachedRole[];
}

const attachedTo = (columns: string, table: string, id: string) =>
  `select ${columns}, a.attached_at as "attachedAt" from ram_attachments a join ${table} p on p.${id} = a.principal_id
   where a.account_id = $1 and a.policy_type = $2 and a.policy_name = $3 order by a.attached_at, p.${id}`;

const usersStatement = attachedTo(
  'p.user_id as "userId", p.user_name as "userName", p.display_name as "displayName"',
  'ram_users',
  'user_id',
);
const groupsStatement = attachedTo('p.group_name as "groupName", p.comments', 'ram_groups', 'group_id');
const rolesStatement = attachedTo(
  'p.role_id as "roleId", p.role_name as "roleName", p.description',
  'ram_roles',
  'role_id',
);

@Injectable()
export class PolicyEntitiesService {
  constructor(
    @InjectRepository(Attachment) private readonly attachments: Repository<Attachment>,
    private readonly products: Products,
  ) {}

  async list(caller: Caller, { type, name }: PolicyReference): Promise<PolicyEntities> {
    if (type === 'System') this.products.systemPolicy(name);
    else await findPolicy(this.attachments.manager, caller, name);
    const values = [caller.accountId, type, name];
    const users: AttachedUser[] = await this.attachments.query(usersStatement, values);
    const groups: AttachedGroup[] = await this.attachments.query(groupsStatement, values);
    const roles: AttachedRole[] = await this.attachments.query(rolesStatement, values);
    return { users, groups, roles };
  }
}
