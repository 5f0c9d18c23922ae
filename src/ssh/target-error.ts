import { oneLine } from '../common/printable.ts';

/**
 * `unreachable` no connection · `timeout` no login (or no answer) in time · `host-key` not the trusted key ·
 * `authentication` the server accepted none of our credentials · `no-algorithm` no algorithm in common · `protocol`
 * something that SSH does not allow · `closed` the connection ended · `command` the connection stands, but the server
 * did not run the command, or the command ended without a status · `proxy` a proxy on the way cannot be used.
 */
export type TargetErrorReason =
  | 'unreachable'
  | 'timeout'
  | 'host-key'
  | 'authentication'
  | 'no-algorithm'
  | 'protocol'
  | 'closed'
  | 'command'
  | 'proxy';

/** Room for two lists of algorithms. */
const maxLength = 1_000;

/**
 * Why there is no connection to a target, or no longer one. The message is one printable line without secrets, cut off
 * after 1,000 characters.
 */
export class TargetError extends Error {
  override readonly name: string = 'TargetError';

  constructor(
    readonly reason: TargetErrorReason,
    message: string,
  ) {
    super(oneLine(message, maxLength));
  }
}
