import { Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { AccessKeyEntity } from './access-key.entity.ts';

const maxRemembered = 10_000;
const minuteMs = 60_000;

/** Records when an AccessKey was last used, at most once a minute per key and service. No call waits for it. */
@Injectable()
export class LastUses {
  private readonly logger = new Logger('identity');
  private readonly written = new Map<string, number>();

  constructor(
    @InjectRepository(AccessKeyEntity) private readonly accessKeys: Repository<AccessKeyEntity>,
    private readonly clock: Clock,
  ) {}

  note(accessKeyId: string, service: string): void {
    const now = this.clock.now();
    const minute = Math.floor(now.getTime() / minuteMs);
    const key = `${accessKeyId} ${service}`;
    if (this.written.get(key) === minute) return;
    if (this.written.size >= maxRemembered) this.written.clear();
    this.written.set(key, minute);
    const lastUse = { lastUsedAt: now, lastUsedService: service };
    this.accessKeys.update({ accessKeyId }, lastUse).catch((error: unknown) => {
      this.written.delete(key);
      this.logger.warn({ message: 'the last use of an AccessKey could not be recorded', error: String(error) });
    });
  }
}
