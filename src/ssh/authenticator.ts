import type { Redacted } from '../common/redacted.ts';
import type { PublicKey } from './keys.ts';

export interface Source {
  readonly address: string;
  readonly port: number;
}

export type LoginMethod = 'none' | 'password' | 'publickey' | 'keyboard-interactive';

/** Decides who is logging in. */
export interface Authenticator<Identity> {
  /** Called once per connection, with the user name of its first request: it cannot change afterwards. */
  begin(userName: string, source: Source): Promise<LoginSteps<Identity>>;
}

/**
 * The steps of one connection's login. A result of undefined and an exception refuse; an Outage ends the connection
 * with a message about it. `isWanted` returns false once the result is no longer needed.
 */
export interface LoginSteps<Identity> {
  /** What a login may begin with, the same for every user name. */
  readonly methods: readonly LoginMethod[];
  /** Those of them that a client is told of. Default: all. */
  readonly offered?: readonly LoginMethod[];
  /** One line that is shown before the first request is answered. */
  readonly banner?: string;
  /** One line above the first prompt of keyboard-interactive. */
  readonly instruction?: string;
  /** A login without a proof. Default: refused. */
  none?(): Promise<StepResult<Identity>>;
  /** Also called with the answer to the password prompt of keyboard-interactive. */
  password(password: Redacted<string>, isWanted: () => boolean): Promise<StepResult<Identity>>;
  /** Whether a login can begin with this key. An offer proves nothing, so nothing may be recorded as a login here. */
  acceptsKey(key: PublicKey): Promise<boolean>;
  /** Called once the client has proven that it has the key. */
  publicKey(key: PublicKey): Promise<StepResult<Identity>>;
}

export interface LoggedIn<Identity> {
  readonly identity: Identity;
}

/**
 * The password or key was right, and a code is wanted as well. The question belongs to that proof: who answers it
 * rightly is whom the proof has shown, with every restriction of it.
 */
export interface CodeQuestion<Identity> {
  readonly prompt: string;
  /** May be called again after a wrong code. */
  answer(code: Redacted<string>, isWanted: () => boolean): Promise<LoggedIn<Identity> | undefined>;
}

export type StepResult<Identity> = LoggedIn<Identity> | CodeQuestion<Identity> | undefined;
