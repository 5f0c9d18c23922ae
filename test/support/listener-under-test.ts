import { createConnection, type Socket, type SocketConstructorOpts } from 'node:net';
import { Redacted } from '../../src/common/redacted.ts';
import { generateSshKeyPair, type KeyPairKind, parsePrivateKey, type PrivateKey } from '../../src/ssh/keys.ts';
import {
  createListener,
  type ListenerOptions,
  type Login,
  type LoginSteps,
  type SshListener,
  type StepResult,
} from '../../src/ssh/listener.ts';
import { RawSshClient, type RawOptions } from './raw-ssh-client.ts';

export interface TestKey {
  readonly key: PrivateKey;
  readonly text: Redacted<string>;
}

export async function makeKey(kind: KeyPairKind): Promise<TestKey> {
  const { privateKey: text } = await generateSshKeyPair(kind);
  return { key: await parsePrivateKey(text), text };
}

/** Keys for a listener and for users, generated once per spec file. */
export interface TestKeys {
  readonly host: readonly Redacted<string>[];
  readonly alice: TestKey;
  readonly aliceRsa: TestKey;
  readonly mallory: TestKey;
}

export async function makeKeys(): Promise<TestKeys> {
  const host = await Promise.all((['ed25519', 'ecdsa-p256', 'rsa-3072'] as const).map(makeKey));
  const [alice, aliceRsa, mallory] = await Promise.all([makeKey('ed25519'), makeKey('rsa-3072'), makeKey('ed25519')]);
  return { host: host.map(({ text }) => text), alice, aliceRsa, mallory };
}

/** A listener that alice logs in to with a password or one of two keys, and mallory with a key. */
export class ListenerUnderTest {
  static readonly password = 'correct horse';
  readonly logins: Login<string>[] = [];
  /** The user names with which logins began. */
  readonly begun: string[] = [];
  /** Wanted as well after a right password or key. */
  code?: string;
  /** What is different in the steps of logins. */
  steps: Partial<LoginSteps<string>> = {};
  /** What the authenticator was asked. */
  readonly questions: string[] = [];
  onLogin: (login: Login<string>) => void = () => undefined;
  /** The authenticator waits for this. */
  proceed: Promise<unknown> = Promise.resolve();
  port = 0;
  readonly listener: SshListener;
  private readonly clients: RawSshClient[] = [];
  private readonly sockets: Socket[] = [];

  private constructor(
    readonly keys: TestKeys,
    change: Partial<ListenerOptions<string>>,
  ) {
    this.listener = this.create(change);
  }

  static async start(keys: TestKeys, change: Partial<ListenerOptions<string>> = {}): Promise<ListenerUnderTest> {
    const made = new ListenerUnderTest(keys, change);
    ({ port: made.port } = await made.listener.listen('127.0.0.1', 0));
    return made;
  }

  /** A raw client that has asked for the authentication service. */
  async raw(options: Partial<RawOptions> = {}): Promise<RawSshClient> {
    const client = await RawSshClient.connect({ port: this.port, ...options });
    this.clients.push(client);
    client.requestService();
    return client;
  }

  socket(options: SocketConstructorOpts = {}): Socket {
    const made = createConnection({ host: '127.0.0.1', port: this.port, noDelay: true, ...options });
    made.on('error', () => undefined).resume();
    this.sockets.push(made);
    return made;
  }

  /** Keeps no reference to clients whose connections have ended. */
  forgetClients(): void {
    this.clients.splice(0, this.clients.length, ...this.clients.filter(({ ended }) => !ended));
    this.sockets.splice(0, this.sockets.length, ...this.sockets.filter(({ closed }) => !closed));
  }

  get identities(): string[] {
    return this.logins.map(({ identity, method }) => `${identity} by ${method}`);
  }

  async stop(): Promise<void> {
    for (const client of this.clients) client.close();
    for (const socket of this.sockets) socket.destroy();
    for (const login of this.logins) login.leg.destroy('the test is over');
    await this.listener.close();
  }

  private create(change: Partial<ListenerOptions<string>>): SshListener {
    return createListener<string>({
      hostKeys: this.keys.host,
      authenticator: { begin: async (userName) => this.begin(userName) },
      onLogin: (login) => {
        this.logins.push(login);
        this.onLogin(login);
      },
      ...change,
    });
  }

  private begin(userName: string): LoginSteps<string> {
    this.begun.push(userName);
    return {
      methods: ['publickey', 'password', 'keyboard-interactive'],
      password: async (given) => this.next(await this.byPassword(userName, given.reveal())),
      acceptsKey: async ({ blob }) => (await this.byKey(userName, blob)) !== undefined,
      publicKey: async ({ blob }) => this.next(await this.byKey(userName, blob)),
      ...this.steps,
    };
  }

  private next(identity: string | undefined): StepResult<string> {
    if (identity === undefined || this.code === undefined) return identity === undefined ? undefined : { identity };
    return {
      prompt: 'Mfa Code:',
      answer: async (given) => {
        this.questions.push('code');
        return given.reveal() === this.code ? { identity } : undefined;
      },
    };
  }

  private async byPassword(userName: string, given: string): Promise<string | undefined> {
    this.questions.push(`password ${userName}`);
    await this.proceed;
    return userName === 'alice' && given === ListenerUnderTest.password ? 'identity of alice' : undefined;
  }

  private async byKey(userName: string, blob: Buffer): Promise<string | undefined> {
    this.questions.push(`key ${userName}`);
    await this.proceed;
    const { alice, aliceRsa, mallory } = this.keys;
    const accepted = userName === 'alice' ? [alice, aliceRsa] : userName === 'mallory' ? [mallory] : [];
    return accepted.some(({ key }) => key.publicKey.blob.equals(blob)) ? `identity of ${userName}` : undefined;
  }
}
