import { Injectable, Logger } from '@nestjs/common';
import { BastionDoors, type BastionDoor } from '../../bastionhost/bastionhost.api.ts';
import type { Redacted } from '../../common/redacted.ts';
import { Events } from '../../events/events.api.ts';
import { BrokerListeners, type ListeningAddress } from './broker-listeners.ts';

const retryMs = 5_000;

/** Listens for the engineers of all instances: those that exist at the start, and each new one. */
@Injectable()
export class ListenerKeeper {
  private readonly logger = new Logger('broker');
  private readonly warnedOf = new Set<string>();
  private hostKeys: readonly Redacted<string>[] = [];
  private opening?: Promise<void>;
  private retry?: NodeJS.Timeout;
  private stopped = false;

  constructor(
    private readonly instances: BastionDoors,
    private readonly events: Events,
    private readonly listeners: BrokerListeners,
  ) {}

  /**
   * Returns the address of the first instance's listener.
   * @throws where it cannot listen, since there is no service without it
   */
  async start(hostKeys: readonly Redacted<string>[]): Promise<ListeningAddress> {
    this.hostKeys = hostKeys;
    this.events.subscribe('BastionInstanceCreated', () => this.openMissing());
    const first = (await this.instances.doors()).find(({ sshPort }) => sshPort === null);
    if (!first) throw new Error('no bastion instance uses the SSH address of the settings');
    const address = await this.listeners.open(first, hostKeys);
    await this.openMissing();
    return address;
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.retry);
    this.listeners.close();
  }

  /** Runs one after the other, so that no port is opened twice. */
  private openMissing(): Promise<void> {
    const before = this.opening?.catch(() => undefined) ?? Promise.resolve();
    return (this.opening = before.then(async () => {
      const missing = (await this.instances.doors()).filter((door) => !this.listeners.has(door));
      for (const door of missing) await this.tryToOpen(door);
    }));
  }

  /**
   * A port that is in use, for example by another process of this installation, is retried until this process stops.
   */
  private async tryToOpen(door: BastionDoor): Promise<void> {
    if (this.stopped) return;
    const { instanceId: instance, accountId: account, sshPort: port } = door;
    try {
      const address = await this.listeners.open(door, this.hostKeys);
      this.logger.log({ message: 'listening', instance, account, ...address });
    } catch (error) {
      if (!this.warnedOf.has(instance)) {
        this.logger.warn({ message: 'not listening, will try again', instance, account, port, cause: String(error) });
      }
      this.warnedOf.add(instance);
      this.tryAgainSoon();
    }
  }

  private tryAgainSoon(): void {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      this.openMissing().catch((error: Error) => {
        this.logger.warn(error.message);
        this.tryAgainSoon();
      });
    }, retryMs).unref();
  }
}
