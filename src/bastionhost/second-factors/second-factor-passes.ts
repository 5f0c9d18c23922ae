import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThanOrEqual, MoreThan, Repository } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { SecondFactorPass } from './second-factor-pass.entity.ts';

const hourMs = 3_600_000;
/** The longest time that an instance can be set to. */
const longestHours = 168;

/** Where users gave a second factor lately, so that they are not asked again. */
@Injectable()
export class SecondFactorPasses {
  constructor(
    @InjectRepository(SecondFactorPass) private readonly passes: Repository<SecondFactorPass>,
    private readonly clock: Clock,
  ) {}

  /** Whether the user gave one at this address within so many hours. */
  async holds(userId: string, address: string, hours: number): Promise<boolean> {
    return hours > 0 && this.passes.existsBy({ userId, address, passedAt: MoreThan(this.before(hours)) });
  }

  async note(userId: string, address: string): Promise<void> {
    await this.passes.delete({ userId, passedAt: LessThanOrEqual(this.before(longestHours)) });
    await this.passes.upsert({ userId, address, passedAt: this.clock.now() }, ['userId', 'address']);
  }

  private before(hours: number): Date {
    return new Date(this.clock.now().getTime() - hours * hourMs);
  }
}
