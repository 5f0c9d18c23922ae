import type { ChannelFacts } from './gate.ts';

/** Requests that begin what a session channel is for. */
export function startsSession(name: string): boolean {
  return name === 'shell' || name === 'exec' || name === 'subsystem';
}

/** What a channel's requests tell about it. */
export class KnownFacts implements ChannelFacts {
  started = false;
  variables = 0;
  terminal = false;
  /** The server has told how the command ended. */
  exited = false;

  /** A request was passed on, or answered by us. */
  learn(name: string): void {
    if (startsSession(name)) this.started = true;
    if (name === 'env') this.variables++;
    if (name === 'pty-req') this.terminal = true;
    if (name === 'exit-status' || name === 'exit-signal') this.exited = true;
  }
}
