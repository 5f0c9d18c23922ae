import { Injectable } from '@nestjs/common';
import { Member } from '../../../gateway/fields.ts';
import { GrantedAssets } from '../../access/granted-assets.ts';
import type { Bastion } from '../../instances/bastion.ts';
import type { BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { granteeOf } from './grantee.ts';

class GrantedAccountNamesRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostGroupId: string;
}

export class AccountNamesOfUserRequest extends GrantedAccountNamesRequest {
  @ObjectId() UserId: string;
}

export class AccountNamesOfUserGroupRequest extends GrantedAccountNamesRequest {
  @ObjectId() UserGroupId: string;
}

export class GrantedAccountNamesResponse {
  @Member([String]) HostAccountNames: string[];
}

/** The account names in a host group that are attached to a user or a user group itself. */
@Injectable()
export abstract class AccountNamesOfGrantee<
  Request extends AccountNamesOfUserRequest | AccountNamesOfUserGroupRequest,
> implements BastionHandler<Request, GrantedAccountNamesResponse> {
  constructor(private readonly granted: GrantedAssets) {}

  async handle(bastion: Bastion, request: Request): Promise<GrantedAccountNamesResponse> {
    const names = await this.granted.accountNamesOf(bastion, granteeOf(request), request.HostGroupId);
    return { HostAccountNames: names };
  }
}
