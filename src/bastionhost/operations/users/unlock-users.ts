import { BastionhostAction } from '../bastionhost-action.ts';
import { SettingUserLocks, UserLocksRequest, UserLocksResponse } from '../shapes/user-locks.ts';

@BastionhostAction({
  request: UserLocksRequest,
  response: UserLocksResponse,
  route: 'POST /bastionhost/users:unlock',
})
export class UnlockUsers extends SettingUserLocks {
  protected override readonly isLocked = false;
}
