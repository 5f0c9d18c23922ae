import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.ts';
import type { FirstFactor, Logon } from '../bastionhost.api.ts';
import { BastionInstances } from '../instances/bastion-instances.ts';
import { mustChangePassword, refusalAt } from '../users/user-state.ts';
import type { User } from '../users/user.entity.ts';
import { UsersService } from '../users/users.ts';
import { LockOuts } from './lock-outs.ts';

/** What comes of a login whose factors were all right. */
@Injectable()
export class Logons {
  constructor(
    private readonly users: UsersService,
    private readonly instances: BastionInstances,
    private readonly lockOuts: LockOuts,
    private readonly clock: Clock,
  ) {}

  /** Undefined where the user is gone, or where wrong passwords and codes of others have locked them out meanwhile. */
  async conclude({ user, by }: FirstFactor, withCode: boolean): Promise<Logon | undefined> {
    const row = await this.users.find(user, user.userId);
    if (!row) return undefined;
    if ((by === 'password' || withCode) && !(await this.settle(row))) return undefined;
    const refusal = refusalAt(row, this.clock.now());
    const mustChange = by === 'password' && !refusal && (await this.hasOldPassword(row));
    return { user: refusal ? { ...user, refusal } : user, mustChangePassword: mustChange };
  }

  private async settle(row: User): Promise<boolean> {
    return !this.lockOuts.has(row) && this.lockOuts.succeeded(row);
  }

  private async hasOldPassword(row: User): Promise<boolean> {
    const { console } = await this.instances.require(row, row.instanceId);
    return mustChangePassword(row, console, this.clock.now());
  }
}
