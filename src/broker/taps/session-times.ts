import type { Clock } from '../../common/clock.ts';
import { startsSession } from '../relay/facts.ts';
import type { Side } from '../relay/effects.ts';
import type { ChannelFacts } from '../relay/gate.ts';
import type { Tap } from '../relay/tap.ts';

/**
 * When a session began, and when its engineer last did something: sent data, or started a shell, command or subsystem.
 * What a client sends by itself (keepalives, windows, the size of a terminal) does not count.
 */
export class SessionTimes implements Tap {
  readonly startedAt: Date;
  inputAt: Date;

  constructor(private readonly clock: Pick<Clock, 'now'>) {
    this.startedAt = this.inputAt = clock.now();
  }

  data(_channel: ChannelFacts, to: Side): void {
    if (to === 'target') this.inputAt = this.clock.now();
  }

  request(_channel: ChannelFacts, to: Side, name: string): void {
    if (to === 'target' && startsSession(name)) this.inputAt = this.clock.now();
  }
}
