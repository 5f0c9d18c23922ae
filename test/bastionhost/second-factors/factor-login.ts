import type { AuthenticatedUser } from '../../../src/bastionhost/bastionhost.api.ts';
import { SecondFactors } from '../../../src/bastionhost/second-factors.api.ts';
import { TotpEnrolment } from '../../../src/bastionhost/totp-enrolment.api.ts';
import { Redacted } from '../../../src/common/redacted.ts';
import type { Members } from '../../support/api-clients.ts';
import type { BastionApplication } from '../bastion-application.ts';
import { AuthenticatorApp } from './authenticator-app.ts';

/** A user whose password was right, at the moment when a second factor is asked for. */
export class FactorLogin {
  constructor(
    private readonly bastion: Pick<BastionApplication, 'app'>,
    readonly user: AuthenticatedUser,
    readonly address = '192.0.2.1',
  ) {}

  static async of(bastion: BastionApplication, userName: string, settings: Members = {}): Promise<FactorLogin> {
    const userId = await bastion.user(userName, settings);
    return new FactorLogin(bastion, { ...bastion.listener, userId, userName });
  }

  /** The same user, elsewhere or at another process. */
  at(address: string, bastion = this.bastion): FactorLogin {
    return new FactorLogin(bastion, this.user, address);
  }

  demand() {
    return this.bastion.app.get(SecondFactors).demand(this.user, this);
  }

  verify(code: string): Promise<boolean> {
    return this.bastion.app.get(SecondFactors).verify(this.user, this, new Redacted(code));
  }

  /** Offers the user a seed, and puts it into an app. */
  offer() {
    const enrolment = this.bastion.app.get(TotpEnrolment);
    const offered = enrolment.offer(this.user);
    const app = new AuthenticatorApp(offered.key.reveal(), this.bastion.app.clock);
    const confirm = (code: string) => enrolment.confirm(this.user, this, offered, new Redacted(code));
    return { offered, app, confirm };
  }

  async enrol(): Promise<AuthenticatorApp> {
    const { app, confirm } = this.offer();
    await confirm(app.code(-1));
    return app;
  }
}
