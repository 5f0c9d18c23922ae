import { BastionhostAction } from '../bastionhost-action.ts';
import { SettingUserLocks, UserLocksRequest, UserLocksResponse } from '../shapes/user-locks.ts';

@BastionhostAction({
  request: UserLocksRequest,
  response: UserLocksResponse,
  route: 'POST /bastionhost/users:lock',
})
export class LockUsers extends SettingUserLocks {
  protected override readonly isLocked = true;
}
