import { Injectable, Logger } from '@nestjs/common';
import { BastionDoors, type BastionDoor } from '../../bastionhost/bastionhost.api.ts';
import type { Redacted } from '../../common/redacted.ts';
import { Events } from '../../events/events.api.ts';
import { BrokerListeners, type ListeningAddress } from './broker-listeners.ts';

const retryMs = 5_000;

/** Listens for the engineers of all instances: those that are there at the start, and each new one. */
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

  /** Returns where the engineers of the first instance come in, without which there is no service. */
  async start(hostKeys: readonly Redacted<string>[]): Promise<ListeningAddress> {
    this.hostKeys = hostKeys;
    this.events.subscribe('BastionInstanceCreated', () => this.openMissing());
    const first = (await this.instances.doors()).find(({ sshPort }) => sshPort === null);
    if (!first) throw new Error('there is no bastion instance that listens where the settings say');
    const address = await this.listeners.open(first, hostKeys);
    await this.openMissing();
    return address;
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.retry);
    this.listeners.close();
  }

  /** One after the other, so that no port is opened twice. */
  private openMissing(): Promise<void> {
    const before = this.opening?.catch(() => undefined) ?? Promise.resolve();
    return (this.opening = before.then(async () => {
      const missing = (await this.instances.doors()).filter((door) => !this.listeners.has(door));
      for (const door of missing) await this.tryToOpen(door);
    }));
  }

  /** A port that somebody else has, for example another process of this installation, is tried again for as long as we live. */
  private async tryToOpen(door: BastionDoor): Promise<void> {
    if (this.stopped) return;
    const { instanceId: instance, accountId: account, sshPort: port } = door;
    try {
      const address = await this.listeners.open(door, this.hostKeys);
      this.logger.log({ message: 'listening', instance, account, ...address });
    } catch (error) {
      if (!this.warnedOf.has(instance)) {
        this.logger.warn({ message: 'not listening, trying again', instance, account, port, cause: String(error) });
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
