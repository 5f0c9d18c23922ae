import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Environment } from '../config/environment.ts';
import { createListener, type SshListener } from '../ssh/listener.ts';
import { hasNativeCiphers } from '../ssh/native-ciphers.ts';
import { BrokerHostKeys, type BrokerHostKey } from './host-keys.service.ts';
import { EngineerAuthentication } from './inbound/authentication.ts';
import { Sessions } from './session/sessions.ts';

/** The SSH service for O&M engineers: listens from the application's start to its end. */
@Injectable()
export class BrokerService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('broker');
  private hostKeys: readonly BrokerHostKey[] = [];
  private listener?: SshListener;
  private listening?: { readonly address: string; readonly port: number };

  constructor(
    private readonly environment: Environment,
    private readonly keys: BrokerHostKeys,
    private readonly authentication: EngineerAuthentication,
    private readonly sessions: Sessions,
  ) {}

  /** Where it listens, with the real port. */
  get address(): { readonly address: string; readonly port: number } {
    if (!this.listening) throw new Error('the broker does not listen yet');
    return this.listening;
  }

  /** `ssh-ed25519 SHA256:…`, one a host key: what engineers compare with what their client shows. */
  get hostKeyFingerprints(): string[] {
    return this.hostKeys.map(({ publicKey }) => `${publicKey.type} ${publicKey.fingerprintSha256}`);
  }

  async onApplicationBootstrap(): Promise<void> {
    if (!hasNativeCiphers)
      this.logger.warn('ssh2 has no native binding, so SSH runs on slower ciphers: see CONTRIBUTING.md');
    this.hostKeys = await this.keys.load();
    this.listener = this.createListener();
    const { host, port } = this.environment.sshListen;
    this.listening = await this.listener.listen(host, port);
    this.logger.log({ message: 'listening', ...this.listening, hostKeys: this.hostKeyFingerprints });
  }

  /** Accepts nobody any more, lets sessions go on for a while, then ends them: before the database goes. */
  async beforeApplicationShutdown(): Promise<void> {
    void this.listener?.close();
    await this.sessions.drain(this.environment.drainMs);
  }

  private createListener(): SshListener {
    return createListener({
      hostKeys: this.hostKeys.map(({ privateKey }) => privateKey),
      authenticator: this.authentication,
      onLogin: (login) => this.sessions.begin(login),
      onError: (error, { address }) => this.report('authentication failed', error, address),
      onAbandoned: (source) => {
        this.authentication
          .abandoned(source)
          .catch((error: unknown) => this.report('not audited', error, source.address));
      },
    });
  }

  private report(message: string, error: unknown, source: string): void {
    this.logger.error({ message, source, cause: error instanceof Error ? error.message : String(error) });
  }
}
