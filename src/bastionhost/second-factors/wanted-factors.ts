import { Injectable } from '@nestjs/common';
import type { AuthenticatedUser } from '../bastionhost.api.ts';
import { BastionInstances } from '../instances/bastion-instances.ts';
import type { TwoFactorMethod } from '../instances/two-factor.ts';
import { methodsOf } from '../users/user-draft.ts';
import type { User } from '../users/user.entity.ts';
import { UsersService } from '../users/users.ts';

/** What the settings of an instance and of a user say about the second factor. */
export interface WantedFactor {
  readonly user: User;
  /** The user needs one of these. None: no second factor is wanted. */
  readonly methods: readonly TwoFactorMethod[];
  readonly skipHours: number;
}

@Injectable()
export class WantedFactors {
  constructor(
    private readonly instances: BastionInstances,
    private readonly users: UsersService,
  ) {}

  /** @throws UserNotFound when the user has just been deleted */
  async of({ accountId, instanceId, userId }: AuthenticatedUser): Promise<WantedFactor> {
    const bastion = await this.instances.require({ accountId }, instanceId);
    const user = await this.users.get(bastion, userId);
    return { user, methods: methodsOf(user, bastion.twoFactor), skipHours: bastion.twoFactor.skipHours };
  }
}
