import type { Leg } from './leg.ts';
import { type ChannelMessage, decode, ProtocolViolation } from './messages.ts';
import { type RemoteCommand, RemoteExecution, type RemoteResult } from './remote-execution.ts';
import { refuseRequests } from './server-requests.ts';
import { dialTarget } from './target-dialler.ts';
import { TargetError } from './target-error.ts';
import type { TargetOptions } from './target-login.ts';

export type { InputOnAsking, RemoteCommand, RemoteResult } from './remote-execution.ts';

/** An open connection that runs one command at a time or several. */
export interface RemoteShell {
  /** @throws TargetError, and what `onAsking` rejects with */
  run(command: RemoteCommand): Promise<RemoteResult>;
  close(): void;
}

/** Logs in and disconnects, which proves that the credential is accepted. @throws TargetError */
export async function proveLogin(target: TargetOptions): Promise<void> {
  const shell = await openRemoteShell(target);
  shell.close();
}

/** Logs in and keeps the connection for several commands. @throws TargetError */
export async function openRemoteShell(target: TargetOptions): Promise<RemoteShell> {
  return new Shell(await dialTarget(target));
}

class Shell implements RemoteShell {
  private readonly executions = new Map<number, RemoteExecution>();
  private next = 0;

  constructor(private readonly leg: Leg) {
    leg.onClose(() => this.stopAll(closed()));
    leg.onPacket((payload) => this.receive(payload));
  }

  run(command: RemoteCommand): Promise<RemoteResult> {
    if (!this.leg.isOpen) return Promise.reject(closed());
    return new Promise((resolve, reject) => {
      const settle = (result: RemoteResult | Error) => {
        clearTimeout(timer);
        command.signal?.removeEventListener('abort', abort);
        if (result instanceof Error) reject(result);
        else resolve(result);
      };
      const execution = this.start(command, settle);
      const timer = setTimeout(() => execution.stop(tooLong()), command.timeoutMs);
      const abort = () => execution.stop(unwanted());
      command.signal?.addEventListener('abort', abort, { once: true });
      if (command.signal?.aborted) abort();
    });
  }

  close(): void {
    this.leg.end();
    this.stopAll(closed());
  }

  private start(command: RemoteCommand, settle: (result: RemoteResult | Error) => void): RemoteExecution {
    const number = this.next++;
    const execution = new RemoteExecution(this.leg, number, command, settle);
    this.executions.set(number, execution);
    return execution;
  }

  private stopAll(error: TargetError): void {
    for (const execution of this.executions.values()) execution.stop(error);
    this.executions.clear();
  }

  private receive(payload: Buffer): void {
    try {
      const message = refuseRequests(this.leg, decode(payload));
      if (message) this.forward(message);
    } catch (error) {
      if (!(error instanceof ProtocolViolation || error instanceof RangeError)) throw error;
      this.stopAll(new TargetError('protocol', error.message));
      this.leg.destroy(`protocol violation: ${error.message}`);
    }
  }

  private forward(message: ChannelMessage): void {
    const execution = this.executions.get(message.recipient);
    if (!execution) throw new ProtocolViolation(`no channel ${message.recipient}`);
    if (message.kind === 'close' || message.kind === 'open-failure') this.executions.delete(message.recipient);
    execution.receive(message);
  }
}

function closed(): TargetError {
  return new TargetError('closed', 'the connection ended before the command did');
}

function tooLong(): TargetError {
  return new TargetError('timeout', 'the command took too long');
}

function unwanted(): TargetError {
  return new TargetError('closed', 'the command was cancelled');
}
