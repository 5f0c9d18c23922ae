import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { omitUndefined } from '../../common/omit-undefined.ts';
import { invalidParameter } from '../bastionhost.errors.ts';
import { BastionInstance } from './bastion-instance.entity.ts';
import { within, type BastionKey } from './bastion.ts';
import type { TwoFactor } from './two-factor.ts';

@Injectable()
export class TwoFactorSettings {
  constructor(private readonly dataSource: DataSource) {}

  /** Undefined members stay as they are. @throws InvalidParameter when it would be enabled without a method */
  async change(bastion: BastionKey, change: Partial<TwoFactor>): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const lock = { mode: 'for_no_key_update' } as const;
      const { twoFactor: before } = await tx.findOneOrFail(BastionInstance, { where: within(bastion), lock });
      const twoFactor = { ...before, ...omitUndefined(change) };
      if (twoFactor.isEnabled && twoFactor.methods.length === 0) throw invalidParameter('TwoFactorMethods');
      await tx.update(BastionInstance, within(bastion), { twoFactor });
    });
  }
}
