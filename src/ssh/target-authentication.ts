import type {
  AnyAuthMethod,
  AuthenticationType,
  AuthHandlerMiddleware,
  NextAuthHandler,
  ParsedKey,
  Prompt,
} from 'ssh2';
import type { Redacted } from '../common/redacted.ts';
import type { KeyOffer } from './key-offer.ts';
import { KeyError, parsePrivateKey, type PrivateKey } from './keys.ts';
import { TargetError } from './target-error.ts';

/** A private key in OpenSSH's format or PEM. */
export interface KeyText {
  readonly privateKey: Redacted<string>;
  readonly passphrase?: Redacted<string>;
}

/** What logs in to a target: `firstKey`, then `privateKey`, then the password. Each is used once. */
export interface TargetCredential extends Partial<KeyText> {
  readonly userName: string;
  readonly password?: Redacted<string>;
  readonly firstKey?: KeyText;
}

/** The keys, in the order in which they are tried. @throws TargetError `authentication` when one cannot be opened */
export async function openPrivateKeys(credential: TargetCredential): Promise<PrivateKey[]> {
  const { firstKey, privateKey, passphrase } = credential;
  const keys = [firstKey, privateKey && { privateKey, passphrase }].filter((key) => key !== undefined);
  return Promise.all(keys.map(openPrivateKey));
}

async function openPrivateKey({ privateKey, passphrase }: KeyText): Promise<PrivateKey> {
  try {
    return await parsePrivateKey(privateKey, passphrase);
  } catch (error) {
    if (error instanceof KeyError)
      throw new TargetError('authentication', `the credential cannot be used: ${error.message}`);
    throw error;
  }
}

/** What is tried before the server has said what it allows. */
const firstMethods: readonly AuthenticationType[] = ['publickey', 'password'];

type Method = Extract<AuthenticationType, 'publickey' | 'password' | 'keyboard-interactive'>;

/** The login attempt that uses a credential. */
export interface LoginInProgress {
  /** Whether an RSA key may sign with SHA-1, for a server that accepts nothing else. */
  readonly allowsSha1: boolean;
  /** Whether the credential may be sent; asked before the first method. */
  mayStart(): Promise<boolean>;
  fail(error: TargetError): void;
}

/**
 * Chooses the methods and uses each value once, so that a wrong one costs one failed attempt at the server and not two.
 * Keyboard-interactive stands in for the password only where the server has no password method.
 *
 * ssh2 keeps what it is given here as long as the connection lives. It therefore gets a password as bytes and keys as
 * references, and `forget` empties them.
 */
export class TargetAuthentication {
  private readonly used = new Set<Method>();
  private begun = false;
  private offering = false;
  private answered = false;
  private readonly password?: Buffer;
  private readonly keys: readonly ParsedKey[];
  private triedKeys = 0;
  private readonly offer?: KeyOffer;

  constructor(
    readonly userName: string,
    {
      password,
      keys,
      offer,
    }: { readonly password?: Redacted<string>; readonly keys: readonly PrivateKey[]; readonly offer?: KeyOffer },
    private readonly login: LoginInProgress,
  ) {
    this.password = password && Buffer.from(password.reveal());
    this.keys = keys.map((key) => this.referenceTo(key.parsed.reveal()));
    this.offer = offer;
  }

  readonly handler: AuthHandlerMiddleware = (allowed, _partial, next) => {
    if (!this.begun) void this.begin(next);
    else if (this.offering) this.proceedAfterOffer(allowed ?? firstMethods, next);
    else if (allowed !== null && this.hasAsked) this.proceed(allowed, next);
  };

  /** True once the host key was trusted and a method was sent; before that, no answer of the server means anything. */
  get hasAsked(): boolean {
    return this.used.size > 0;
  }

  /** The server demands a new password, and there is nobody to choose one. */
  readonly refusePasswordChange = (): void => {
    this.login.fail(new TargetError('authentication', 'the server demands a new password for this account'));
  };

  /** The login has succeeded or failed: the credential is no longer needed. */
  forget(): void {
    this.password?.fill(0);
    for (const key of this.keys) Object.setPrototypeOf(key, null);
  }

  private referenceTo(key: ParsedKey): ParsedKey {
    const reference = Object.create(key) as ParsedKey;
    if (!this.login.allowsSha1) reference.sign = (data, hash) => this.sign(reference, data, hash);
    return reference;
  }

  /** ssh2 signs with SHA-1 where the server does not say what else it accepts. */
  private sign(reference: ParsedKey, data: Buffer | string, hash?: string): Buffer {
    if (hash !== 'sha1') return (Object.getPrototypeOf(reference) as ParsedKey).sign(data, hash);
    this.login.fail(new TargetError('protocol', 'the server accepts RSA signatures with SHA-1 only'));
    // ssh2 treats an error as a failed signature.
    return new Error('not with SHA-1') as unknown as Buffer;
  }

  private async begin(next: NextAuthHandler): Promise<void> {
    this.begun = true;
    if (!(await this.login.mayStart())) return;
    if (!this.offer) return this.proceed(firstMethods, next);
    this.offering = true;
    next({ type: 'publickey', username: this.userName, key: this.offer.key });
  }

  private proceedAfterOffer(allowed: readonly AuthenticationType[], next: NextAuthHandler): void {
    this.offering = false;
    this.offer?.close();
    this.proceed(allowed, next);
  }

  private proceed(allowed: readonly AuthenticationType[], next: NextAuthHandler): void {
    const method = this.choose(allowed);
    if (!method) return this.login.fail(new TargetError('authentication', 'the server refused the credential'));
    this.used.add(method);
    next(this.request(method));
  }

  private choose(allowed: readonly AuthenticationType[]): Method | undefined {
    const open = (method: Method) => allowed.includes(method) && !this.used.has(method);
    if (this.triedKeys < this.keys.length && allowed.includes('publickey')) return 'publickey';
    if (!this.password) return undefined;
    if (open('password')) return 'password';
    return !allowed.includes('password') && open('keyboard-interactive') ? 'keyboard-interactive' : undefined;
  }

  private request(method: Method): AnyAuthMethod {
    const username = this.userName;
    if (method === 'publickey') return { type: method, username, key: this.keys[this.triedKeys++]! };
    // ssh2's types know only strings; its protocol takes bytes.
    if (method === 'password') return { type: method, username, password: this.password as unknown as string };
    return {
      type: method,
      username,
      prompt: (_name, _instructions, _language, prompts, answer) => this.answer(prompts, answer),
    };
  }

  /** A server may ask anything here. The password is given only once, and only to a single prompt without echo. */
  private answer(prompts: Prompt[], answer: (answers: string[]) => void): void {
    const expected = !this.answered && prompts.length === 1 && prompts[0]!.echo === false;
    if (!expected)
      return this.login.fail(new TargetError('authentication', 'the server asks for more than a password'));
    this.answered = true;
    answer([this.password!.toString()]);
  }
}
