import type { ClaimedUser, FirstFactor, Target } from '../../bastionhost/bastionhost.api.ts';
import type { LoginCodes } from '../../bastionhost/login-codes.api.ts';
import type { UserAuthentication } from '../../bastionhost/user-authentication.api.ts';
import type { Redacted } from '../../common/redacted.ts';
import type { PublicKey } from '../../ssh/keys.ts';
import type { CodeQuestion, LoginMethod, LoginSteps, Source, StepResult } from '../../ssh/listener.ts';
import type { Engineer, Errand } from '../engineer.ts';
import type { FailedLogins } from './failed-logins.ts';
import { bannerFor, instruction } from './hints.ts';

export interface LoginParts {
  readonly users: UserAuthentication;
  readonly codes: LoginCodes;
  readonly failures: FailedLogins;
}

/** What the user name of a connection says. */
export interface NamedLogin {
  readonly typedName: string;
  /** Whose login it is. Nobody's where the name is a token. */
  readonly claimed: ClaimedUser;
  readonly token?: Redacted<string>;
  readonly target?: Target;
}

/**
 * The steps of one connection's login: a password, a key or a token, then a code where one is wanted. What the first
 * factor has shown is what logs in.
 */
export class EngineerLogin implements LoginSteps<Engineer> {
  readonly methods: readonly LoginMethod[];
  readonly banner?: string;
  readonly instruction = instruction;

  constructor(
    private readonly parts: LoginParts,
    private readonly source: Source,
    private readonly named: NamedLogin,
  ) {
    // Passwords stay on offer where they are off: tokens are typed in their place.
    const { isPublicKeyOff } = named.claimed;
    this.methods = isPublicKeyOff
      ? ['password', 'keyboard-interactive']
      : ['publickey', 'password', 'keyboard-interactive'];
    this.banner = bannerFor(named.typedName);
  }

  async password(password: Redacted<string>, isWanted: () => boolean): Promise<StepResult<Engineer>> {
    const { claimed, token } = this.named;
    const attempt = { address: this.source.address, isWanted };
    // Whoever leaves before the answer, or gets none because of an outage, has failed to log in.
    this.noteFailure();
    const first = token
      ? await this.parts.users.byToken(claimed, token)
      : await this.parts.users.byPassword(claimed, password, attempt);
    return (first && (await this.after(first))) ?? this.refuse();
  }

  async acceptsKey(key: PublicKey): Promise<boolean> {
    return (await this.factorOf(key)) !== undefined;
  }

  async publicKey(key: PublicKey): Promise<StepResult<Engineer>> {
    const first = await this.factorOf(key);
    return first && this.after(first);
  }

  private async factorOf({ blob }: PublicKey): Promise<FirstFactor | undefined> {
    const first = await this.parts.users.byPublicKey(this.named.claimed, blob);
    if (!first) this.noteFailure();
    return first;
  }

  /** A token is asked no code: whoever has it got it after one. */
  private async after(first: FirstFactor): Promise<StepResult<Engineer>> {
    const demand = first.by === 'token' ? undefined : await this.parts.codes.demand(first.user, this.source);
    switch (demand?.kind) {
      case 'code':
        return this.ask(first, demand.prompt);
      case 'impossible':
        return this.barred(first, demand.reason);
      default:
        return this.conclude(first, { errands: demand ? ['EnrolTotp'] : [], withCode: false });
    }
  }

  private ask(first: FirstFactor, prompt: string): CodeQuestion<Engineer> {
    // Somebody who knows the password and leaves now has failed to log in.
    this.noteFailure();
    return {
      prompt,
      answer: async (code) => {
        const isRight = await this.parts.codes.accepts(first.user, this.source, code);
        return (isRight && (await this.conclude(first, { errands: [], withCode: true }))) || this.refuse();
      },
    };
  }

  private barred({ user }: FirstFactor, refusalDetail: string): { identity: Engineer } {
    return { identity: { user: { ...user, refusal: 'NoSecondFactor', refusalDetail }, errands: [] } };
  }

  private async conclude(
    first: FirstFactor,
    { errands, withCode }: { readonly errands: readonly Errand[]; readonly withCode: boolean },
  ): Promise<{ identity: Engineer } | undefined> {
    const logon = await this.parts.users.conclude(first, withCode);
    if (!logon) return undefined;
    const { user, mustChangePassword } = logon;
    const { onlyHostAccountId: hostAccountId } = user;
    const target = this.named.target ?? (hostAccountId === undefined ? undefined : { kind: 'account', hostAccountId });
    return { identity: { user, target, errands: mustChangePassword ? ['ChangePassword', ...errands] : errands } };
  }

  private noteFailure(): void {
    this.parts.failures.note(this.source, this.named.typedName);
  }

  private async refuse(): Promise<undefined> {
    await this.parts.failures.record(this.source);
    return undefined;
  }
}
