import { Injectable, Logger } from '@nestjs/common';
import { AllowedSources } from '../../bastionhost/allowed-sources.api.ts';
import type { BastionListener, ReachableListener } from '../../bastionhost/bastionhost.api.ts';
import type { Redacted } from '../../common/redacted.ts';
import { Environment } from '../../config/environment.ts';
import { createListener, type Source, type SshListener } from '../../ssh/listener.ts';
import { Reception } from '../lobby/reception.ts';
import { EngineerLogins } from '../login/engineer-logins.ts';

/** The address of a listener, with the actual port. */
export interface ListeningAddress {
  readonly address: string;
  readonly port: number;
}

/** The listeners of this process, one per bastion instance. */
@Injectable()
export class BrokerListeners {
  private readonly logger = new Logger('broker');
  private readonly listeners = new Map<string, SshListener>();
  /** By instance, for the listeners that are open. */
  private readonly allowed = new Map<string, AllowedSources>();

  constructor(
    private readonly environment: Environment,
    private readonly logins: EngineerLogins,
    private readonly reception: Reception,
  ) {}

  has({ instanceId }: BastionListener): boolean {
    return this.listeners.has(instanceId);
  }

  /** Listens for the engineers of one instance. @throws system errors, for example EADDRINUSE */
  async open(instance: ReachableListener, hostKeys: readonly Redacted<string>[]): Promise<ListeningAddress> {
    this.restrict(instance);
    const listener = this.createListener(instance, hostKeys);
    this.listeners.set(instance.instanceId, listener);
    const { host, port } = this.environment.sshListen;
    try {
      return await listener.listen(host, instance.sshPort ?? port);
    } catch (error) {
      this.listeners.delete(instance.instanceId);
      throw error;
    }
  }

  /** Decides by the instance's present settings who may log in at its listener. */
  restrict({ instanceId, publicSources }: ReachableListener): void {
    this.allowed.set(instanceId, new AllowedSources(publicSources));
  }

  /** Stops accepting connections, and ends those that have not logged in. */
  close(): void {
    for (const listener of this.listeners.values()) void listener.close();
  }

  private createListener(instance: BastionListener, hostKeys: readonly Redacted<string>[]): SshListener {
    const { authenticator, failures } = this.logins.at(instance);
    return createListener({
      hostKeys,
      authenticator,
      isProxy: (address) => this.environment.proxyProtocolFrom.includes(address),
      mayLogIn: (source) => this.mayLogIn(instance, source),
      onLogin: (login) => this.reception.welcome(login),
      onError: (error, { address }) => this.report('authentication failed', error, address),
      onAbandoned: (source) => {
        failures.record(source).catch((error: unknown) => this.report('not audited', error, source.address));
      },
    });
  }

  private mayLogIn({ instanceId }: BastionListener, { address }: Source): boolean {
    const isAllowed = this.allowed.get(instanceId)!.includes(address);
    if (!isAllowed) this.logger.warn({ message: 'address not allowed', instance: instanceId, source: address });
    return isAllowed;
  }

  private report(message: string, error: unknown, source: string): void {
    this.logger.error({ message, source, cause: error instanceof Error ? error.message : String(error) });
  }
}
