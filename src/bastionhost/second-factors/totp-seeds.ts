import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, Repository } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import type { Redacted } from '../../common/redacted.ts';
import { insertNew } from '../../database/insert-new.ts';
import { Sealing } from '../../sealing/sealing.api.ts';
import { TotpSeed, totpSeedPlace } from './totp-seed.entity.ts';
import { stepOf } from './totp.ts';

/** The seeds of authenticator apps: at most one a user. */
@Injectable()
export class TotpSeeds {
  constructor(
    @InjectRepository(TotpSeed) private readonly seeds: Repository<TotpSeed>,
    private readonly sealing: Sealing,
    private readonly clock: Clock,
  ) {}

  has(userId: string): Promise<boolean> {
    return this.seeds.existsBy({ userId });
  }

  /** Keeps the seed if the code is of it, and the user has none yet. The code is used up. */
  async enrol(
    userId: string,
    seed: Redacted<Buffer>,
    code: Redacted<string>,
  ): Promise<'Enrolled' | 'WrongCode' | 'AlreadyEnrolled'> {
    const enrolledAt = this.clock.now();
    const lastStep = stepOf(code, seed, enrolledAt);
    if (lastStep === undefined) return 'WrongCode';
    const sealedSeed = this.sealing.seal(seed, totpSeedPlace(userId));
    const added = await insertNew(this.seeds.manager, TotpSeed, { userId, sealedSeed, lastStep, enrolledAt }, 'userId');
    return added.length > 0 ? 'Enrolled' : 'AlreadyEnrolled';
  }

  /** Whether the code is right. One UPDATE decides who uses it, in whatever process they are. */
  async use(userId: string, code: Redacted<string>): Promise<boolean> {
    const row = await this.seeds.findOneBy({ userId });
    const seed = row && this.sealing.open(row.sealedSeed, totpSeedPlace(userId));
    const step = seed ? stepOf(code, seed, this.clock.now()) : undefined;
    if (step === undefined) return false;
    const { affected } = await this.seeds.update({ userId, lastStep: LessThan(step) }, { lastStep: step });
    return affected === 1;
  }
}
