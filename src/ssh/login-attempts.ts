import type {
  AuthContext,
  AuthenticationType,
  KeyboardAuthContext,
  PasswordAuthContext,
  PublicKeyAuthContext,
} from 'ssh2';
import { Outage } from '../common/outage.ts';
import { Redacted } from '../common/redacted.ts';
import { askByKeyboard } from './ask-by-keyboard.ts';
import type { Authenticator, CodeQuestion, LoggedIn, LoginMethod, LoginSteps, Source } from './authenticator.ts';
import { KeyError, type PublicKey, publicKeyFromWire } from './keys.ts';
import { acceptKeyOffer } from './patches/public-key-ok.ts';

export interface LoginDecision<Identity> {
  readonly identity: Identity;
  /** What the login began with. */
  readonly method: LoginMethod;
}

export interface LoginAttemptsOptions<Identity> {
  readonly authenticator: Authenticator<Identity>;
  readonly source: Source;
  readonly maxTries: number;
  /** Called once, right after the client was notified; no packet of the client is read in between. */
  readonly onSuccess: (decision: LoginDecision<Identity>) => void;
  readonly onTooMany: () => void;
  /** Nobody can log in at the moment. */
  readonly onOutage: () => void;
  readonly showBanner: (text: string) => void;
  /** Sees each call to the authenticator as long as it lasts. */
  readonly during: <T>(call: Promise<T>) => Promise<T>;
  /** False once the connection has ended. */
  readonly isOpen: () => boolean;
  readonly onError: (error: unknown) => void;
}

const allMethods: readonly LoginMethod[] = ['publickey', 'password', 'keyboard-interactive'];
/** Login scripts wait for `assword:`. */
const passwordPrompt = 'Password:';
const maxUserNameLength = 512;
const maxPasswordLength = 1024;

/** Also counts requests that are not failures, such as offers of keys that would be accepted. */
const maxRequests = 64;

/**
 * The outcome of a request: a login, a further question, a key that may be proved, or an authenticator that cannot
 * tell. Undefined is a refusal.
 */
type Verdict<Identity> = LoggedIn<Identity> | CodeQuestion<Identity> | 'may-prove' | 'unknown' | undefined;

/** The authentication requests of one connection. ssh2 ends it when the user name changes. */
export class LoginAttempts<Identity> {
  private requests = 0;
  private failures = 0;
  private current?: AuthContext;
  private loggedIn = false;
  private beginning?: Promise<LoginSteps<Identity>>;
  private methods = allMethods;
  private offered = allMethods;
  /** What is left to answer after a right password or key. */
  private question?: CodeQuestion<Identity>;
  private firstMethod?: LoginMethod;

  constructor(private readonly options: LoginAttemptsOptions<Identity>) {}

  async handle(context: AuthContext): Promise<void> {
    if (this.loggedIn) return;
    if (++this.requests > maxRequests) return this.options.onTooMany();
    this.current = context;
    const verdict = await this.judge(context).catch((error: unknown) => {
      this.options.onError(error);
      return error instanceof Outage ? ('unknown' as const) : undefined;
    });
    if (this.isWanted(context)) this.answer(context, verdict);
  }

  // A client may replace a pending request; the result of the old one is then void.
  private isWanted(context: AuthContext): boolean {
    return this.current === context && !this.loggedIn && this.options.isOpen();
  }

  private answer(context: AuthContext, verdict: Verdict<Identity>): void {
    if (verdict === undefined) return this.refuse(context);
    if (verdict === 'unknown') return this.options.onOutage();
    if (verdict === 'may-prove') return acceptKeyOffer(context as PublicKeyAuthContext);
    if ('prompt' in verdict) return this.leaveOpen(context, verdict);
    context.accept();
    this.loggedIn = true;
    this.forget();
    this.options.onSuccess({
      identity: verdict.identity,
      method: this.firstMethod ?? (context.method as LoginMethod),
    });
  }

  /** The connection outlives the login by hours, and what was sent for it is secret. */
  private forget(): void {
    this.current = this.beginning = this.question = undefined;
  }

  private refuse(context: AuthContext): void {
    // A client's first request is often "none", to learn the available methods.
    const counts = context.method !== 'none' || this.requests > 1;
    if (counts && ++this.failures >= this.options.maxTries) return this.options.onTooMany();
    context.reject([...this.offered] as AuthenticationType[]);
  }

  private leaveOpen(context: AuthContext, question: CodeQuestion<Identity>): void {
    this.keep(context, question);
    context.reject([...this.offered] as AuthenticationType[], true);
  }

  private keep(context: AuthContext, question: CodeQuestion<Identity>): void {
    this.question = question;
    this.firstMethod = context.method as LoginMethod;
    this.methods = this.offered = ['keyboard-interactive'];
  }

  private async judge(context: AuthContext): Promise<Verdict<Identity>> {
    if (context.username.length > maxUserNameLength) return undefined;
    const steps = await (this.beginning ??= this.begin(context.username));
    if (!this.isWanted(context) || !(this.methods as readonly string[]).includes(context.method)) return undefined;
    switch (context.method) {
      case 'none':
        return steps.none && this.options.during(steps.none());
      case 'password':
        return this.byPassword(context, steps, (context as PasswordAuthContext).password);
      case 'keyboard-interactive':
        return this.byConversation(context as KeyboardAuthContext, steps);
      default:
        return this.byKey(context as PublicKeyAuthContext, steps);
    }
  }

  private async begin(userName: string): Promise<LoginSteps<Identity>> {
    const { authenticator, source, during, showBanner } = this.options;
    const steps = await during(authenticator.begin(userName, source));
    this.methods = steps.methods;
    this.offered = steps.offered ?? steps.methods;
    if (steps.banner !== undefined && this.options.isOpen()) showBanner(steps.banner);
    return steps;
  }

  /** `password` is an object where the client asks to change it. */
  private async byPassword(
    context: AuthContext,
    steps: LoginSteps<Identity>,
    password: unknown,
  ): Promise<Verdict<Identity>> {
    const typed = secretOf(password);
    return typed && this.options.during(steps.password(typed, () => this.isWanted(context)));
  }

  /** Asks for the password, and in a further round for the code; for the code alone once a proof was right. */
  private async byConversation(context: KeyboardAuthContext, steps: LoginSteps<Identity>): Promise<Verdict<Identity>> {
    const isFirst = this.question === undefined;
    if (isFirst) {
      const password = await askByKeyboard(context, passwordPrompt, steps.instruction);
      const verdict = await this.byPassword(context, steps, password);
      if (!this.isWanted(context) || typeof verdict !== 'object' || !('prompt' in verdict)) return verdict;
      this.keep(context, verdict);
    }
    const question = this.question!;
    const code = secretOf(await askByKeyboard(context, question.prompt, isFirst ? '' : steps.instruction));
    return code && this.options.during(question.answer(code, () => this.isWanted(context)));
  }

  private async byKey(context: PublicKeyAuthContext, steps: LoginSteps<Identity>): Promise<Verdict<Identity>> {
    const key = keyOf(context);
    if (!key) return undefined;
    const { signature, blob } = context;
    if (!signature) return (await this.options.during(steps.acceptsKey(key))) ? 'may-prove' : undefined;
    if (!(blob && key.verify(blob, signature, context.hashAlgo))) return undefined;
    return this.options.during(steps.publicKey(key));
  }
}

function secretOf(text: unknown): Redacted<string> | undefined {
  return typeof text === 'string' && text.length <= maxPasswordLength ? new Redacted(text) : undefined;
}

/** The key of a request. Undefined where the algorithm does not fit it, or is `ssh-rsa`, which signs with SHA-1. */
function keyOf({ key, hashAlgo }: PublicKeyAuthContext): PublicKey | undefined {
  try {
    const parsed = publicKeyFromWire(key.data);
    const fits = parsed.type === key.algo && (parsed.type !== 'ssh-rsa' || hashAlgo !== undefined);
    return fits ? parsed : undefined;
  } catch (error) {
    if (error instanceof KeyError) return undefined;
    throw error;
  }
}
