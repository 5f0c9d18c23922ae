import type { Redacted } from '../../common/redacted.ts';

/**
 * What an engineer typed for an account without a credential. It is for one login: whoever passed it on, perhaps in a
 * session that lasts for hours, keeps nothing of it.
 */
export class TypedCredential {
  private password?: Redacted<string>;

  constructor(password: Redacted<string>) {
    this.password = password;
  }

  /** The password, the first time. */
  take(): Redacted<string> | undefined {
    const { password } = this;
    this.password = undefined;
    return password;
  }
}
