import { Secret, TOTP } from 'otpauth';
import type { Clock } from '../../../src/common/clock.ts';

export const stepMs = 30_000;

/** An engineer's phone, with the app that has their seed. */
export class AuthenticatorApp {
  private readonly totp: TOTP;

  constructor(
    key: string,
    private readonly clock: Pick<Clock, 'now'>,
  ) {
    this.totp = new TOTP({ secret: Secret.fromBase32(key) });
  }

  /** The code that it shows so many steps from now. */
  code(steps = 0): string {
    return this.totp.generate({ timestamp: this.clock.now().getTime() + steps * stepMs });
  }

  /** One that it shows at no time near this. */
  wrongCode(): string {
    const near = [-2, -1, 0, 1, 2].map((steps) => this.code(steps));
    return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.includes(code))!;
  }
}
