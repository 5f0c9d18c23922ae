import { Injectable } from '@nestjs/common';
import { Redacted } from '../../common/redacted.ts';
import type { AuthenticatedUser } from '../bastionhost.api.ts';
import type { TwoFactorMethod } from '../instances/two-factor.ts';
import { SecondFactors, type LoginSource, type SecondFactorDemand } from '../second-factors.api.ts';
import { MailFactor } from './mail-factor.ts';
import { MethodSupport } from './method-support.ts';
import { SecondFactorPasses } from './second-factor-passes.ts';
import { TotpSeeds } from './totp-seeds.ts';
import { WantedFactors, type WantedFactor } from './wanted-factors.ts';

const codeForm = /^\d{6}$/;

/**
 * A user gives a code of their app where they have enrolled one, else one that is mailed to them, else they enrol an
 * app: whatever of that the settings have. Nothing is remembered between the demand and the code.
 */
@Injectable()
export class UserSecondFactors extends SecondFactors {
  constructor(
    private readonly wanted: WantedFactors,
    private readonly passes: SecondFactorPasses,
    private readonly seeds: TotpSeeds,
    private readonly mail: MailFactor,
    private readonly support: MethodSupport,
  ) {
    super();
  }

  override async demand(user: AuthenticatedUser, { address }: LoginSource): Promise<SecondFactorDemand | undefined> {
    const wanted = await this.wanted.of(user);
    if (wanted.methods.length === 0) return undefined;
    if (await this.passes.holds(user.userId, address, wanted.skipHours)) return undefined;
    switch (await this.choose(wanted)) {
      case 'app':
        return { kind: 'code', prompt: 'Mfa Code: ' };
      case 'mail':
        return this.mail.demand(wanted.user, address);
      case 'enrolment':
        return { kind: 'enrol' };
      case 'nothing':
        return { kind: 'impossible', reason: this.lackOf(wanted.methods) };
    }
  }

  override async verify(user: AuthenticatedUser, { address }: LoginSource, typed: Redacted<string>): Promise<boolean> {
    const code = new Redacted(typed.reveal().replaceAll(' ', ''));
    if (!codeForm.test(code.reveal()) || !(await this.use(user, code))) return false;
    await this.passes.note(user.userId, address);
    return true;
  }

  private async use(user: AuthenticatedUser, code: Redacted<string>): Promise<boolean> {
    switch (await this.choose(await this.wanted.of(user))) {
      case 'app':
        return this.seeds.use(user.userId, code);
      case 'mail':
        return this.mail.use(user.userId, code);
      default:
        return false;
    }
  }

  private async choose({ user, methods }: WantedFactor): Promise<'app' | 'mail' | 'enrolment' | 'nothing'> {
    const hasTotp = methods.includes('totp');
    if (hasTotp && (await this.seeds.has(user.id))) return 'app';
    if (methods.includes('email') && user.email !== '' && !this.support.lackOf('email')) return 'mail';
    return hasTotp ? 'enrolment' : 'nothing';
  }

  private lackOf(methods: readonly TwoFactorMethod[]): string {
    const lacks = methods.map((method) => this.support.lackOf(method) ?? 'you have no mail address here');
    return `your second factor cannot be asked for: ${lacks.join(', ')}`;
  }
}
