import type { ChannelFacts } from './gate.ts';

/** True for requests that start what a session channel is for. */
export function startsSession(name: string): boolean {
  return name === 'shell' || name === 'exec' || name === 'subsystem';
}

/** What is known about a channel from its requests. */
export class KnownFacts implements ChannelFacts {
  started = false;
  variables = 0;
  terminal = false;
  /** The server has reported how the command ended. */
  exited = false;

  constructor(readonly type: string) {}

  /** A request was passed on, or answered by us. */
  learn(name: string): void {
    if (startsSession(name)) this.started = true;
    if (name === 'env') this.variables++;
    if (name === 'pty-req') this.terminal = true;
    if (name === 'exit-status' || name === 'exit-signal') this.exited = true;
  }
}
