import type {
  AuthContext,
  AuthenticationType,
  KeyboardAuthContext,
  PasswordAuthContext,
  PublicKeyAuthContext,
} from 'ssh2';
import { Outage } from '../common/outage.ts';
import { Redacted } from '../common/redacted.ts';
import { KeyError, type PublicKey, publicKeyFromWire } from './keys.ts';
import { acceptKeyOffer } from './patches/public-key-ok.ts';

export interface Source {
  readonly address: string;
  readonly port: number;
}

export type LoginMethod = 'none' | 'password' | 'publickey' | 'keyboard-interactive';

/**
 * Decides who is logging in. Undefined and exceptions refuse; an Outage ends the connection with a message about it.
 */
export interface Authenticator<Identity> {
  /** Logs in without a proof. Default: nobody. */
  none?(userName: string, source: Source): Promise<Identity | undefined>;
  /**
   * Also called with the answer to the single prompt of keyboard-interactive. `isWanted` returns false once the result
   * is no longer needed.
   */
  password(
    userName: string,
    password: Redacted<string>,
    source: Source,
    isWanted: () => boolean,
  ): Promise<Identity | undefined>;
  /**
   * Called when a key is offered, and again when it is proved, once its signature has been verified. Only the second
   * result logs in. An offer proves nothing, so nothing may be recorded as a login here.
   */
  publicKey(userName: string, key: PublicKey, source: Source): Promise<Identity | undefined>;
}

export interface LoginDecision<Identity> {
  readonly identity: Identity;
  readonly userName: string;
  readonly method: LoginMethod;
}

export interface LoginAttemptsOptions<Identity> {
  readonly authenticator: Authenticator<Identity>;
  readonly source: Source;
  /** Named to a client that was refused. Default: all. */
  readonly methods?: readonly LoginMethod[];
  readonly maxTries: number;
  /** Called once, right after the client was notified; no packet of the client is read in between. */
  readonly onSuccess: (decision: LoginDecision<Identity>) => void;
  readonly onTooMany: () => void;
  /** Nobody can log in at the moment. */
  readonly onOutage: () => void;
  /** False once the connection has ended. */
  readonly isOpen: () => boolean;
  readonly onError: (error: unknown) => void;
}

const allMethods: readonly LoginMethod[] = ['publickey', 'password', 'keyboard-interactive'];
const maxUserNameLength = 512;
const maxPasswordLength = 1024;

/** Also counts requests that are not failures, such as offers of keys that would be accepted. */
const maxRequests = 64;

/** The outcome of a request: an identity, a key that may be proved, a refusal, or an authenticator that cannot tell. */
type Verdict<Identity> = { readonly identity: Identity } | 'may-prove' | 'refused' | 'unknown';

/** The authentication requests of one connection. */
export class LoginAttempts<Identity> {
  private requests = 0;
  private failures = 0;
  private current?: AuthContext;
  private loggedIn = false;

  constructor(private readonly options: LoginAttemptsOptions<Identity>) {}

  async handle(context: AuthContext): Promise<void> {
    if (++this.requests > maxRequests) return this.options.onTooMany();
    this.current = context;
    const verdict = await this.judge(context).catch((error: unknown) => {
      this.options.onError(error);
      return error instanceof Outage ? ('unknown' as const) : ('refused' as const);
    });
    if (this.isWanted(context)) this.answer(context, verdict);
  }

  // A client may replace a pending request; the result of the old one is then void.
  private isWanted(context: AuthContext): boolean {
    return this.current === context && !this.loggedIn && this.options.isOpen();
  }

  private answer(context: AuthContext, verdict: Verdict<Identity>): void {
    if (verdict === 'refused') return this.refuse(context);
    if (verdict === 'unknown') return this.options.onOutage();
    if (verdict === 'may-prove') return acceptKeyOffer(context as PublicKeyAuthContext);
    context.accept();
    this.loggedIn = true;
    this.options.onSuccess({
      identity: verdict.identity,
      userName: context.username,
      method: context.method as LoginMethod,
    });
  }

  private refuse(context: AuthContext): void {
    // A client's first request is often "none", to learn the available methods.
    const counts = context.method !== 'none' || this.requests > 1;
    if (counts && ++this.failures >= this.options.maxTries) return this.options.onTooMany();
    context.reject([...(this.options.methods ?? allMethods)] satisfies AuthenticationType[]);
  }

  private async judge(context: AuthContext): Promise<Verdict<Identity>> {
    if (context.username.length > maxUserNameLength) return 'refused';
    switch (context.method) {
      case 'none':
        return this.byNothing(context);
      case 'password':
        return this.byPassword(context, (context as PasswordAuthContext).password);
      case 'keyboard-interactive':
        return this.byPassword(context, await askPassword(context as KeyboardAuthContext));
      case 'publickey':
        return this.byKey(context as PublicKeyAuthContext);
      default:
        return 'refused';
    }
  }

  private async byNothing({ username }: AuthContext): Promise<Verdict<Identity>> {
    const { authenticator, source } = this.options;
    return verdict(await authenticator.none?.(username, source));
  }

  /** `password` is an object where the client asks to change it. */
  private async byPassword(context: AuthContext, password: unknown): Promise<Verdict<Identity>> {
    if (typeof password !== 'string' || password.length > maxPasswordLength) return 'refused';
    const { authenticator, source } = this.options;
    const isWanted = () => this.isWanted(context);
    return verdict(await authenticator.password(context.username, new Redacted(password), source, isWanted));
  }

  private async byKey(context: PublicKeyAuthContext): Promise<Verdict<Identity>> {
    const key = keyOf(context);
    if (!key) return 'refused';
    const { signature, blob } = context;
    if (signature && !(blob && key.verify(blob, signature, context.hashAlgo))) return 'refused';
    const { authenticator, source } = this.options;
    const result = verdict(await authenticator.publicKey(context.username, key, source));
    return result !== 'refused' && !signature ? 'may-prove' : result;
  }
}

function verdict<Identity>(identity: Identity | undefined): Verdict<Identity> {
  return identity === undefined ? 'refused' : { identity };
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

function askPassword(context: KeyboardAuthContext): Promise<string | undefined> {
  return new Promise((resolve) => {
    context.prompt([{ prompt: 'Password: ', echo: false }], (answers: unknown) => {
      resolve(Array.isArray(answers) && answers.length === 1 ? (answers[0] as string) : undefined);
    });
  });
}
