import { Injectable } from '@nestjs/common';
import { Member } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { UserLocks } from '../../users/user-locks.ts';
import type { BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectIdList } from '../bastionhost-fields.ts';

export class UserLocksRequest {
  @InstanceId() InstanceId: string;
  @ObjectIdList(100) UserIds: string[];
}

/** The outcome for one user. */
export class UserLockResult {
  @Member() Code: string;
  @Member() Message: string;
  @Member() UserId: string;
}

export class UserLocksResponse {
  @Member([UserLockResult]) Results: UserLockResult[];
}

/** Locks users or unlocks them. Each item succeeds or fails on its own. */
@Injectable()
export abstract class SettingUserLocks implements BastionHandler<UserLocksRequest, UserLocksResponse> {
  protected abstract readonly isLocked: boolean;

  constructor(private readonly locks: UserLocks) {}

  async handle(bastion: Bastion, { UserIds }: UserLocksRequest): Promise<UserLocksResponse> {
    const results = await this.locks.set(bastion, UserIds, this.isLocked);
    return { Results: results.map(({ userId, code }) => ({ Code: code, Message: '', UserId: userId })) };
  }
}
