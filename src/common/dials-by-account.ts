import { Semaphore } from './semaphore.ts';

/** For each account: how many are under way at a time, and how many may wait. */
const [width, maxWaiting] = [8, 32];

/**
 * Bounds what administrators have dialled to see whether it works, which takes seconds where nobody answers. No account
 * waits for another.
 */
export class DialsByAccount {
  private readonly accounts = new Map<string, Semaphore>();

  /** @throws Outage when too many of the account wait, and whatever the dial throws */
  run<T>(accountId: string, dial: () => Promise<T>): Promise<T> {
    const account = this.accounts.get(accountId) ?? new Semaphore(width, maxWaiting);
    this.accounts.set(accountId, account);
    return account.run(dial);
  }
}
