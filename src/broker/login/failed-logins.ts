import { Logger } from '@nestjs/common';
import type { BastionListener } from '../../bastionhost/bastionhost.api.ts';
import { newRequestId } from '../../common/identifiers.ts';
import type { Source } from '../../ssh/listener.ts';
import type { BrokerTrail } from '../broker-trail.ts';
import { recordedName } from './typed-name.ts';

/** The name on a connection where something was refused, as it is recorded: what was typed may be a token. */
interface Failure {
  readonly user: string;
  readonly requestId: string;
  /** Set while and after its audit record is stored; cleared after a failure. */
  recorded?: Promise<void>;
}

/** Writes one audit record and one log line per connection whose login fails, however often it was refused. */
export class FailedLogins {
  private readonly logger = new Logger('broker');
  private readonly failures = new WeakMap<Source, Failure>();

  constructor(
    private readonly listener: BastionListener,
    private readonly trail: BrokerTrail,
  ) {}

  /** Something was refused that is no failed login yet: clients offer all keys that they have. */
  note(source: Source, typedName: string): void {
    if (!this.failures.has(source))
      this.failures.set(source, { user: recordedName(typedName), requestId: newRequestId() });
  }

  /** Records what was noted, if anything. After a failure the next call tries again. */
  async record(source: Source): Promise<void> {
    const failure = this.failures.get(source);
    if (!failure) return;
    failure.recorded ??= this.write(failure, source.address).catch((error: unknown) => {
      failure.recorded = undefined;
      throw error;
    });
    await failure.recorded;
  }

  private async write({ user, requestId }: Failure, sourceAddress: string): Promise<void> {
    await this.trail.loginFailed(this.listener, user, { requestId, sourceAddress });
    this.logger.warn({ message: 'login failed', user, source: sourceAddress });
  }
}
