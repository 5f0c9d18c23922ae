import { wireTime } from '../../../common/clock.ts';
import { Member } from '../../../gateway/fields.ts';
import type { RamUser } from '../../../identity/users/ram-user.entity.ts';

export class UserItem {
  @Member() UserId: string;
  @Member() UserName: string;
  @Member() DisplayName: string;
  @Member() MobilePhone: string;
  @Member() Email: string;
  @Member() Comments: string;
  @Member() CreateDate: string;
  @Member() UpdateDate: string;
}

/** An answer with one user. */
export class UserResponse {
  @Member() User: UserItem;
}

export function showUser(user: RamUser): UserItem {
  return {
    UserId: user.userId,
    UserName: user.userName,
    DisplayName: user.displayName,
    MobilePhone: user.mobilePhone,
    Email: user.email,
    Comments: user.comments,
    CreateDate: wireTime(user.createdAt),
    UpdateDate: wireTime(user.updatedAt),
  };
}
