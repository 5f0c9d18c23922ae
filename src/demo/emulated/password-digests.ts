import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Passwords by account, in memory and as digests only. */
export class PasswordDigests {
  private readonly digests = new Map<string, Buffer>();
  private readonly key = randomBytes(32);

  set(name: string, password: string): void {
    this.digests.set(name, this.digest(password));
  }

  matches(name: string, password: string): boolean {
    const wanted = this.digests.get(name);
    return timingSafeEqual(this.digest(password), wanted ?? randomBytes(32));
  }

  digest(password: string): Buffer {
    return createHmac('sha256', this.key).update(password).digest();
  }
}
