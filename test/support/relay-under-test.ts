import { Redacted } from '../../src/common/redacted.ts';
import type { Doors } from '../../src/broker/local/doors.ts';
import { ProgramServer } from '../../src/broker/local/program-server.ts';
import type { StartProgram } from '../../src/broker/local/program.ts';
import { standardGate } from '../../src/broker/policy/standard-gate.ts';
import { Relay, type RelayEnd, type RelayOptions } from '../../src/broker/relay/relay.ts';
import type { Leg } from '../../src/ssh/leg.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import { createListener, type SshListener } from '../../src/ssh/listener.ts';
import { dialTarget } from '../../src/ssh/target-dialler.ts';
import type { TargetOptions } from '../../src/ssh/target-login.ts';
import type { Login } from '../../src/demo/openssh-client.ts';

export interface RelaySettings extends Partial<Omit<RelayOptions, 'user'>> {
  /** Where every session goes. Without it the test itself calls `attachTarget` or `refuse` on the relay. */
  readonly target?: TargetOptions;
  /** Runs on every terminal, in place of a server's shell. */
  readonly program?: StartProgram;
  /** What else is behind the channels where there is a program. */
  readonly doors?: Partial<Doors>;
  /** The server is dialled only after this has resolved. */
  readonly before?: () => Promise<unknown>;
}

/** The engineer's password. */
export const password = new Redacted('let me in');

/** A listener that relays every login: the broker without its database. */
export class RelayUnderTest {
  readonly relays: Relay[] = [];
  readonly ends: RelayEnd[] = [];
  readonly legs: { user: Leg; target?: Leg }[] = [];
  port = 0;

  private constructor(
    private readonly listener: SshListener,
    readonly hostKey: string,
  ) {}

  static async start(settings: RelaySettings = {}): Promise<RelayUnderTest> {
    const hostKey = await generateSshKeyPair('ed25519');
    const listener = createListener<string>({
      hostKeys: [hostKey.privateKey],
      authenticator: {
        begin: async (identity) => ({
          methods: ['password'],
          password: async (given) => (given.reveal() === password.reveal() ? { identity } : undefined),
          acceptsKey: async () => false,
          publicKey: async () => undefined,
        }),
      },
      onLogin: ({ leg }) => made.relay(leg, settings),
    });
    const made = new RelayUnderTest(listener, hostKey.publicKey);
    ({ port: made.port } = await listener.listen('127.0.0.1', 0));
    return made;
  }

  /** How OpenSSH logs in here. */
  get login(): Login {
    return { port: this.port, user: 'alice', password, hostKeys: [this.hostKey] };
  }

  /** Connections of engineers, logged in or not. */
  get connections(): number {
    return this.listener.connections;
  }

  async stop(): Promise<void> {
    for (const { user, target } of this.legs) {
      user.destroy('the test is over');
      target?.destroy('the test is over');
    }
    await this.listener.close();
    await Promise.all(this.relays.map((relay) => relay.ended));
  }

  private relay(user: Leg, { target, program, doors, before, ...options }: RelaySettings): void {
    const relay = new Relay({ user, gate: standardGate, ...options });
    const legs: { user: Leg; target?: Leg } = { user };
    this.relays.push(relay);
    this.legs.push(legs);
    const gone = new AbortController();
    void relay.ended.then((end) => {
      gone.abort();
      this.ends.push(end);
    });
    const noTerminal = 'a terminal is needed here';
    if (program) relay.attachTarget(new ProgramServer({ shell: program, noTerminal, ...doors }));
    if (!target) return;
    const dial = async () => {
      await before?.();
      legs.target = await dialTarget({ ...target, signal: gone.signal });
      relay.attachTarget(legs.target);
    };
    dial().catch((error: Error) => relay.refuse(`sallyport: ${error.message}`));
  }
}
