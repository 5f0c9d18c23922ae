import { ListOf, Optional, Text, Unsupported } from '../../../gateway/fields.ts';
import type { GrantedAsset } from '../../access/direct-grants.ts';
import type { RuleScope } from '../../rules/rule-scope.ts';
import { Comment, InstanceId, Names, ObjectId, ObjectIds, Seconds } from '../bastionhost-fields.ts';

/** The name of a rule: letters and digits of any language, and what the vendor documents for after the first. */
export const RuleName = () => Text(1, 128, { pattern: /^[\p{L}\p{N}][\p{L}\p{N}._\-' ]*$/u });

/** An item of `Hosts`: a host, and accounts on it. */
export class RuleHostInput {
  @ObjectId() HostId: string;
  @Optional() @ObjectIds(10) HostAccountIds?: string[];
}

/** An item of `HostGroups`: a host group, and names of accounts on its hosts. */
export class RuleHostGroupInput {
  @ObjectId() HostGroupId: string;
  @Optional() @Names(10) HostAccountNames?: string[];
}

/** What CreateRule and ModifyRule have in common. */
export abstract class RuleInput {
  @InstanceId() InstanceId: string;
  @Optional() @Comment() Comment?: string;
  /** 0: from the beginning. */
  @Optional() @Seconds() EffectiveStartTime?: number;
  /** 0: without an end. */
  @Optional() @Seconds() EffectiveEndTime?: number;
  @Optional() @ObjectIds(500) UserIds?: string[];
  @Optional() @ObjectIds(100) UserGroupIds?: string[];
  @Optional() @ListOf(RuleHostInput, { max: 500 }) Hosts?: RuleHostInput[];
  @Optional() @ListOf(RuleHostGroupInput, { max: 100 }) HostGroups?: RuleHostGroupInput[];
  @Optional() @Unsupported('there are no databases', ['[]']) Databases?: string[];
}

/** The parts of the scope that the request has. */
export function scopeOf({ UserIds, UserGroupIds, Hosts, HostGroups }: RuleInput): Partial<RuleScope> {
  return {
    userIds: UserIds,
    userGroupIds: UserGroupIds,
    hosts: Hosts?.map(hostOf),
    hostGroups: HostGroups?.map(groupOf),
  };
}

function hostOf({ HostId, HostAccountIds = [] }: RuleHostInput): GrantedAsset {
  return { assetId: HostId, accounts: HostAccountIds };
}

function groupOf({ HostGroupId, HostAccountNames = [] }: RuleHostGroupInput): GrantedAsset {
  return { assetId: HostGroupId, accounts: HostAccountNames };
}
