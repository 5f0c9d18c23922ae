import { TargetError } from '../ssh/target-error.ts';

/** The server's host key is not pinned yet, and the login is not one that pins it. */
export class UnpinnedHostKey extends TargetError {
  override readonly name = 'UnpinnedHostKey';

  constructor(host: string, port: number) {
    super('host-key', `no host key is pinned for ${host}:${port}`);
  }
}
