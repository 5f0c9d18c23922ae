import { ResultCodeError, SASL_MECHANISMS, type Filter, type SearchResult } from 'ldapts';
import type { Redacted } from '../../common/redacted.ts';
import { directoryFailure, isBusy, type DirectoryStep } from './directory-failure.ts';
import type { LimitedClient } from './limited-client.ts';

/** ldapts takes these names for SASL mechanisms, some of which need no password. */
export function isSaslMechanism(account: string): boolean {
  return (SASL_MECHANISMS as readonly string[]).includes(account.toUpperCase());
}

/** What is said to a directory. @throws DirectoryFailure, unless a method says that it returns what went wrong */
export class DirectoryConversation {
  constructor(private readonly client: LimitedClient) {}

  /**
   * Continues under TLS where the server has that, and returns whether it does. Nothing is asked before: OpenLDAP (2.5)
   * refuses StartTLS while it is still finishing a question that it has answered already, about once in 200 times.
   * Whether the server says that it has StartTLS is asked afterwards: one that says so must do it, and some that do it
   * do not say so (observed with Samba 4.17).
   */
  async secure(): Promise<boolean> {
    try {
      await this.client.continueUnderTls();
      return true;
    } catch (error) {
      const isRefusal = error instanceof ResultCodeError;
      if (isRefusal && !(await step('root DSE', this.client.offersTls()))) return false;
      throw directoryFailure(error, 'StartTLS');
    }
  }

  bind(account: string, password: Redacted<string>): Promise<void> {
    return step('bind', this.simpleBind(account, password));
  }

  /** Whether the directory binds with that password. False, too, for an account that is unknown, locked or expired. */
  async accepts(account: string, password: Redacted<string>): Promise<boolean> {
    try {
      await this.simpleBind(account, password);
      return true;
    } catch (error) {
      if (error instanceof ResultCodeError && !isBusy(error)) return false;
      throw directoryFailure(error, 'bind');
    }
  }

  /** Looks below the base DN for at most one entry that fits. */
  async search(baseDn: string, filter?: string): Promise<void> {
    await step('search', this.find('sub', baseDn, filter));
  }

  /** Whether there is an entry with this DN that fits. */
  async has(dn: string, filter: Filter | undefined): Promise<boolean> {
    try {
      return (await this.find('base', dn, filter)).searchEntries.length === 1;
    } catch (error) {
      if (error instanceof ResultCodeError && !isBusy(error)) return false;
      throw directoryFailure(error, 'search');
    }
  }

  private find(scope: 'base' | 'sub', dn: string, filter: Filter | string | undefined): Promise<SearchResult> {
    // `1.1`: no attributes, so that the answer is small.
    return this.client.search(dn, { scope, filter, sizeLimit: 1, attributes: ['1.1'] });
  }

  private async simpleBind(account: string, password: Redacted<string>): Promise<void> {
    // A bind without a password succeeds anonymously on many servers, and SASL is not what was asked for.
    if (password.reveal() === '' || isSaslMechanism(account)) throw new RangeError('not a simple bind');
    await this.client.bind(account, password.reveal());
  }
}

async function step<T>(name: DirectoryStep, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw directoryFailure(error, name);
  }
}
