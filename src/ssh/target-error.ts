import { oneLine } from './one-line.ts';

/**
 * `unreachable` no connection · `timeout` not logged in (or no answer) in time · `host-key` not the trusted key · `authentication`
 * the server took no credential of ours · `no-algorithm` no algorithm in common · `protocol` something that SSH does not allow · `closed`
 * the connection ended · `command` the connection stands, but the server ran the command not at all, or to no status.
 */
export type TargetErrorReason =
  'unreachable' | 'timeout' | 'host-key' | 'authentication' | 'no-algorithm' | 'protocol' | 'closed' | 'command';

/** Room for two lists of algorithms. */
const maxLength = 1_000;

/** Why there is no (more) connection with a target. The message is one printable line of at most 1,000 characters without any secret. */
export class TargetError extends Error {
  override readonly name = 'TargetError';

  constructor(
    readonly reason: TargetErrorReason,
    message: string,
  ) {
    super(oneLine(message, maxLength));
  }
}
