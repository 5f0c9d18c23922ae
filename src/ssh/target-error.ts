import { oneLine } from './one-line.ts';

/**
 * `unreachable` no connection · `timeout` not logged in (or no answer) in time · `host-key` not the trusted key · `authentication`
 * the server took no credential of ours · `protocol` something that SSH does not allow · `closed` the connection ended.
 */
export type TargetErrorReason = 'unreachable' | 'timeout' | 'host-key' | 'authentication' | 'protocol' | 'closed';

/** Why there is no (more) connection with a target. The message is one printable line without any secret. */
export class TargetError extends Error {
  override readonly name = 'TargetError';

  constructor(
    readonly reason: TargetErrorReason,
    message: string,
  ) {
    super(oneLine(message));
  }
}
