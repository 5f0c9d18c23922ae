import { Injectable, Logger } from '@nestjs/common';
import { AccessKeyRotations } from '../../kms/access-key-rotations.api.ts';
import { failureOf } from '../what-to-do.ts';

/** AccessKeys of RAM users: no host is asked, so each step comes to pass as a whole or not at all. */
@Injectable()
export class RamAccessKeyRotator {
  private readonly logger = new Logger('rotation');

  constructor(private readonly rotations: AccessKeyRotations) {}

  /** Carries out everything that is due. Never rejects. */
  async workAll(): Promise<void> {
    try {
      while (await this.rotations.workNext(failureOf));
    } catch (error) {
      this.logger.warn({ message: 'AccessKeys cannot be rotated now', error: String(error) });
    }
  }
}
