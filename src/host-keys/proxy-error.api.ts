import { TargetError } from '../ssh/target-error.ts';

/**
 * `unreachable` no answer · `timeout` none in time · `password` refused, or asked for where there is none · `target`
 * the proxy works, but does not reach the server · `other` another host key, or something that the protocol does not
 * allow.
 */
export type ProxyFault = 'unreachable' | 'timeout' | 'password' | 'target' | 'other';

/** A connection that a proxy did not make. The message names the proxy. */
export class ProxyError extends TargetError {
  override readonly name = 'ProxyError';

  constructor(
    readonly fault: ProxyFault,
    message: string,
  ) {
    super(fault === 'target' ? 'unreachable' : 'proxy', message);
  }

  /** Whether there was an answer, after which no other proxy is asked. */
  get isAnswer(): boolean {
    return this.fault !== 'unreachable' && this.fault !== 'timeout';
  }
}
