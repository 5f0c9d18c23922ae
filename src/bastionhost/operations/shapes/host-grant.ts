import { applyDecorators } from '@nestjs/common';
import { ArrayNotEmpty } from 'class-validator';
import { Json, Member, Optional } from '../../../gateway/fields.ts';
import type { HostGrant, HostGrantResult } from '../../access/grants.service.ts';
import { ObjectId, ObjectIdList } from '../bastionhost-fields.ts';

/** An item of `Hosts`: a host, and the accounts on it. */
export class GrantedHost {
  @ObjectId() HostId: string;
  @Optional() @ObjectIdList(10) HostAccountIds?: string[];
}

/** `Hosts`: a JSON string of one to ten hosts. */
export const GrantedHosts = () => applyDecorators(Json(GrantedHost, { max: 10 }), ArrayNotEmpty());

export class HostAccountResult {
  @Member() Code: string;
  @Member() HostAccountId: string;
  @Member() Message: string;
}

/** What became of one host and of its accounts. */
export class HostGrantItem {
  @Member() Code: string;
  @Member([HostAccountResult]) HostAccounts: HostAccountResult[];
  @Member() HostId: string;
  @Member() Message: string;
  @Member() UserId: string;
}

export function hostGrants(hosts: readonly GrantedHost[]): HostGrant[] {
  return hosts.map(({ HostId, HostAccountIds }) => ({ hostId: HostId, hostAccountIds: HostAccountIds ?? [] }));
}

export function hostGrantItem(userId: string, { hostId, code, accounts }: HostGrantResult): HostGrantItem {
  return {
    Code: code,
    HostAccounts: accounts.map((account) => ({
      Code: account.code,
      HostAccountId: account.hostAccountId,
      Message: '',
    })),
    HostId: hostId,
    Message: '',
    UserId: userId,
  };
}
