import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Environment } from '../config/environment.ts';
import { hasNativeCiphers } from '../ssh/native-ciphers.ts';
import { BrokerHostKeys, type BrokerHostKey } from './host-keys.ts';
import { ListenerKeeper } from './listeners/listener-keeper.ts';
import type { ListeningAddress } from './listeners/broker-listeners.ts';
import { Reception } from './lobby/reception.ts';
import { SessionRegistry } from './session/session-registry.ts';

/** The SSH service for O&M engineers. It listens from the application's start to its end. */
@Injectable()
export class BrokerService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('broker');
  private hostKeys: readonly BrokerHostKey[] = [];
  private listening?: ListeningAddress;

  constructor(
    private readonly environment: Environment,
    private readonly keys: BrokerHostKeys,
    private readonly listeners: ListenerKeeper,
    private readonly reception: Reception,
    private readonly sessions: SessionRegistry,
  ) {}

  /** The address of the listener for the engineers of the installation's own account, with the actual port. */
  get address(): ListeningAddress {
    if (!this.listening) throw new Error('the broker is not listening yet');
    return this.listening;
  }

  /** `ssh-ed25519 SHA256:…`, one per host key: engineers compare them with what their client shows. */
  get hostKeyFingerprints(): string[] {
    return this.hostKeys.map(({ publicKey }) => `${publicKey.type} ${publicKey.fingerprintSha256}`);
  }

  async onApplicationBootstrap(): Promise<void> {
    if (!hasNativeCiphers)
      this.logger.warn('ssh2 has no native binding, so SSH runs on slower ciphers: see CONTRIBUTING.md');
    this.hostKeys = await this.keys.load();
    this.listening = await this.listeners.start(this.hostKeys.map(({ privateKey }) => privateKey));
    this.logger.log({ message: 'listening', ...this.listening, hostKeys: this.hostKeyFingerprints });
  }

  /** Stops accepting connections, lets sessions continue for a while, then ends them: before the database closes. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.listeners.stop();
    this.reception.close();
    await this.sessions.drain(this.environment.drainMs);
    this.reception.end();
  }
}
