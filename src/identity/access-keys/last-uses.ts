import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../common/clock.ts';
import { HotPool } from '../../database/hot-pool.ts';

const maxRemembered = 10_000;
const minuteMs = 60_000;

/** Records when an AccessKey was last used, at most once a minute per key and service. No call waits for it. */
@Injectable()
export class LastUses {
  private readonly logger = new Logger('identity');
  private readonly written = new Map<string, number>();

  constructor(
    private readonly pool: HotPool,
    private readonly clock: Clock,
  ) {}

  note(accessKeyId: string, service: string): void {
    const now = this.clock.now();
    const minute = Math.floor(now.getTime() / minuteMs);
    const key = `${accessKeyId} ${service}`;
    if (this.written.get(key) === minute) return;
    if (this.written.size >= maxRemembered) this.written.clear();
    this.written.set(key, minute);
    this.write(accessKeyId, service, now).catch((error: unknown) => {
      this.written.delete(key);
      this.logger.warn({ message: 'the last use of an AccessKey could not be recorded', error: String(error) });
    });
  }

  private async write(accessKeyId: string, service: string, now: Date): Promise<void> {
    await this.pool.query({
      name: 'identity.last-use',
      text: 'update access_keys set last_used_at = $2, last_used_service = $3 where access_key_id = $1',
      values: [accessKeyId, now, service],
    });
  }
}
