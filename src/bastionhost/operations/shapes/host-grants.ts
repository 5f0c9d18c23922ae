import { Injectable } from '@nestjs/common';
import { ArrayNotEmpty } from 'class-validator';
import { Json, Member, Optional } from '../../../gateway/fields.ts';
import { DirectGrants, type GrantedAssetResult } from '../../access/direct-grants.ts';
import type { Bastion } from '../../instances/bastion.ts';
import type { BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId, ObjectIdList } from '../bastionhost-fields.ts';
import { granteeReference, granteeOf, type GranteeReference } from './grantee.ts';

/** An item of `Hosts`: a host, and accounts on it. */
export class GrantedHostInput {
  @ObjectId() HostId: string;
  @Optional() @ObjectIdList(10) HostAccountIds?: string[];
}

class HostAccountsRequest {
  @InstanceId() InstanceId: string;
  /** One to ten hosts. */
  @Json(GrantedHostInput, { max: 10 }) @ArrayNotEmpty() Hosts: GrantedHostInput[];
}

export class HostAccountsOfUserRequest extends HostAccountsRequest {
  @ObjectId() UserId: string;
}

export class HostAccountsOfUserGroupRequest extends HostAccountsRequest {
  @ObjectId() UserGroupId: string;
}

export class HostAccountResult {
  @Member() Code: string;
  @Member() HostAccountId: string;
  @Member() Message: string;
}

/** The outcome for one host and its accounts. */
export class HostGrantItem {
  @Member() Code: string;
  @Member([HostAccountResult]) HostAccounts: HostAccountResult[];
  @Member() HostId: string;
  @Member() Message: string;
}

export class HostGrantOfUserItem extends HostGrantItem {
  @Member() UserId: string;
}

export class HostGrantOfUserGroupItem extends HostGrantItem {
  @Member() UserGroupId: string;
}

export class HostAccountsOfUserResponse {
  @Member([HostGrantOfUserItem]) Results: HostGrantOfUserItem[];
}

export class HostAccountsOfUserGroupResponse {
  @Member([HostGrantOfUserGroupItem]) Results: HostGrantOfUserGroupItem[];
}

/** What the operations on the host accounts of a user declare, but for the route. */
export const hostAccountsOfUser = { request: HostAccountsOfUserRequest, response: HostAccountsOfUserResponse };

export const hostAccountsOfUserGroup = {
  request: HostAccountsOfUserGroupRequest,
  response: HostAccountsOfUserGroupResponse,
};

interface Outcome<Reference> {
  readonly Results: (HostGrantItem & Reference)[];
}

/** Attaches host accounts to a user or a user group, or detaches them. Each item succeeds or fails on its own. */
@Injectable()
export abstract class HostAccountsOfGrantee<Reference extends GranteeReference> implements BastionHandler<
  HostAccountsRequest & Reference,
  Outcome<Reference>
> {
  protected abstract readonly change: 'attach' | 'detach';

  constructor(private readonly grants: DirectGrants) {}

  async handle(bastion: Bastion, request: HostAccountsRequest & Reference): Promise<Outcome<Reference>> {
    const assets = request.Hosts.map(({ HostId, HostAccountIds = [] }) => ({
      assetId: HostId,
      accounts: HostAccountIds,
    }));
    const results = await this.grants[this.change](bastion, granteeOf(request), 'Host', assets);
    return { Results: results.map((result) => ({ ...itemOf(result), ...granteeReference(request) })) };
  }
}

function itemOf({ assetId, code, accounts }: GrantedAssetResult): HostGrantItem {
  const HostAccounts = accounts.map((each) => ({ Code: each.code, HostAccountId: each.account, Message: '' }));
  return { Code: code, HostAccounts, HostId: assetId, Message: '' };
}
