import { applyDecorators, Injectable } from '@nestjs/common';
import { ArrayNotEmpty } from 'class-validator';
import { Json, Member, Optional } from '../../../gateway/fields.ts';
import { DirectGrants, type GrantedHost, type GrantedHostResult } from '../../access/direct-grants.ts';
import type { Bastion } from '../../instances/bastion.ts';
import type { BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId, ObjectIdList } from '../bastionhost-fields.ts';

/** An item of `Hosts`: a host, and accounts on it. */
export class GrantedHostInput {
  @ObjectId() HostId: string;
  @Optional() @ObjectIdList(10) HostAccountIds?: string[];
}

/** `Hosts`: a JSON string of one to ten hosts. */
export const GrantedHosts = () => applyDecorators(Json(GrantedHostInput, { max: 10 }), ArrayNotEmpty());

export class HostAccountsOfUserRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() UserId: string;
  @GrantedHosts() Hosts: GrantedHostInput[];
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
  @Member() UserId: string;
}

export class HostAccountsOfUserResponse {
  @Member([HostGrantItem]) Results: HostGrantItem[];
}

/** Attaches host accounts to a user, or detaches them. Each item succeeds or fails on its own. */
@Injectable()
export abstract class HostAccountsOfUser implements BastionHandler<
  HostAccountsOfUserRequest,
  HostAccountsOfUserResponse
> {
  constructor(protected readonly grants: DirectGrants) {}

  async handle(bastion: Bastion, { UserId, Hosts }: HostAccountsOfUserRequest): Promise<HostAccountsOfUserResponse> {
    const grants = Hosts.map(({ HostId, HostAccountIds = [] }) => ({ hostId: HostId, hostAccountIds: HostAccountIds }));
    const results = await this.change(bastion, UserId, grants);
    return { Results: results.map((result) => itemOf(UserId, result)) };
  }

  protected abstract change(
    bastion: Bastion,
    userId: string,
    grants: readonly GrantedHost[],
  ): Promise<readonly GrantedHostResult[]>;
}

function itemOf(UserId: string, { hostId, code, accounts }: GrantedHostResult): HostGrantItem {
  const HostAccounts = accounts.map((account) => ({
    Code: account.code,
    HostAccountId: account.hostAccountId,
    Message: '',
  }));
  return { Code: code, HostAccounts, HostId: hostId, Message: '', UserId };
}
