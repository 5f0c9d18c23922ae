import { Injectable } from '@nestjs/common';
import { ArrayNotEmpty } from 'class-validator';
import { Json, Member, Optional } from '../../../gateway/fields.ts';
import { DirectGrants, type GrantedAssetResult } from '../../access/direct-grants.ts';
import type { Bastion } from '../../instances/bastion.ts';
import type { BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, NameList, ObjectId } from '../bastionhost-fields.ts';
import { granteeReference, granteeOf, type GranteeReference } from './grantee.ts';

/** An item of `HostGroups`: a host group, and names of accounts on its hosts. */
export class GrantedHostGroupInput {
  @ObjectId() HostGroupId: string;
  @Optional() @NameList(10) HostAccountNames?: string[];
}

class HostGroupAccountsRequest {
  @InstanceId() InstanceId: string;
  /** One to ten host groups. */
  @Json(GrantedHostGroupInput, { max: 10 }) @ArrayNotEmpty() HostGroups: GrantedHostGroupInput[];
}

export class HostGroupAccountsOfUserRequest extends HostGroupAccountsRequest {
  @ObjectId() UserId: string;
}

export class HostGroupAccountsOfUserGroupRequest extends HostGroupAccountsRequest {
  @ObjectId() UserGroupId: string;
}

export class HostAccountNameResult {
  @Member() Code: string;
  @Member() HostAccountName: string;
  @Member() Message: string;
}

/** The outcome for one host group and its account names. */
export class HostGroupGrantItem {
  @Member() Code: string;
  @Member([HostAccountNameResult]) HostAccountNames: HostAccountNameResult[];
  @Member() HostGroupId: string;
  @Member() Message: string;
}

export class HostGroupGrantOfUserItem extends HostGroupGrantItem {
  @Member() UserId: string;
}

export class HostGroupGrantOfUserGroupItem extends HostGroupGrantItem {
  @Member() UserGroupId: string;
}

export class HostGroupAccountsOfUserResponse {
  @Member([HostGroupGrantOfUserItem]) Results: HostGroupGrantOfUserItem[];
}

export class HostGroupAccountsOfUserGroupResponse {
  @Member([HostGroupGrantOfUserGroupItem]) Results: HostGroupGrantOfUserGroupItem[];
}

/** What the operations on the host group accounts of a user declare, but for the route. */
export const hostGroupAccountsOfUser = {
  request: HostGroupAccountsOfUserRequest,
  response: HostGroupAccountsOfUserResponse,
};

export const hostGroupAccountsOfUserGroup = {
  request: HostGroupAccountsOfUserGroupRequest,
  response: HostGroupAccountsOfUserGroupResponse,
};

interface Outcome<Reference> {
  readonly Results: (HostGroupGrantItem & Reference)[];
}

/** Attaches account names in host groups to a user or a user group, or detaches them, each item on its own. */
@Injectable()
export abstract class HostGroupAccountsOfGrantee<Reference extends GranteeReference> implements BastionHandler<
  HostGroupAccountsRequest & Reference,
  Outcome<Reference>
> {
  protected abstract readonly change: 'attach' | 'detach';

  constructor(private readonly grants: DirectGrants) {}

  async handle(bastion: Bastion, request: HostGroupAccountsRequest & Reference): Promise<Outcome<Reference>> {
    const assets = request.HostGroups.map(({ HostGroupId, HostAccountNames = [] }) => ({
      assetId: HostGroupId,
      accounts: HostAccountNames,
    }));
    const results = await this.grants[this.change](bastion, granteeOf(request), 'HostGroup', assets);
    return { Results: results.map((result) => ({ ...itemOf(result), ...granteeReference(request) })) };
  }
}

function itemOf({ assetId, code, accounts }: GrantedAssetResult): HostGroupGrantItem {
  const HostAccountNames = accounts.map((each) => ({ Code: each.code, HostAccountName: each.account, Message: '' }));
  return { Code: code, HostAccountNames, HostGroupId: assetId, Message: '' };
}
