import { Injectable, Logger } from '@nestjs/common';
import { BastionListeners } from '../../bastionhost/bastion-listeners.api.ts';
import type { ReachableListener } from '../../bastionhost/bastionhost.api.ts';
import { PeriodicTask } from '../../common/periodic-task.ts';
import type { Redacted } from '../../common/redacted.ts';
import { Events } from '../../events/events.api.ts';
import { ForbiddenAddresses } from '../outbound/forbidden-addresses.ts';
import { BrokerListeners, type ListeningAddress } from './broker-listeners.ts';

const pollMs = 5_000;

/**
 * Listens for the engineers of all instances, those that exist at the start and each new one, from where the instance's
 * present settings allow it. A port that is in use, for example by another process of this installation, is tried again
 * until this process stops.
 */
@Injectable()
export class ListenerKeeper {
  private readonly logger = new Logger('broker');
  private readonly warnedOf = new Set<string>();
  private hostKeys: readonly Redacted<string>[] = [];
  private readonly task = new PeriodicTask({
    everyMs: pollMs,
    run: (stopping) => this.update(stopping),
    logger: this.logger,
    failure: 'the instances to listen for could not be read',
  });

  constructor(
    private readonly instances: BastionListeners,
    private readonly events: Events,
    private readonly listeners: BrokerListeners,
    private readonly forbidden: ForbiddenAddresses,
  ) {}

  /**
   * Returns the address of the first instance's listener.
   * @throws where it cannot listen, since there is no service without it
   */
  async start(hostKeys: readonly Redacted<string>[]): Promise<ListeningAddress> {
    this.hostKeys = hostKeys;
    this.events.subscribe('BastionInstanceCreated', () => void this.task.wake());
    this.events.subscribe('BastionPublicAccessChanged', () => void this.task.wake());
    const first = (await this.instances.all()).find(({ sshPort }) => sshPort === null);
    if (!first) throw new Error('no bastion instance uses the SSH address of the settings');
    const address = await this.open(first);
    await this.task.wake();
    this.task.start();
    return address;
  }

  async stop(): Promise<void> {
    const stopped = this.task.stop();
    this.listeners.close();
    await stopped;
  }

  private async update(stopping: AbortSignal): Promise<void> {
    const instances = await this.instances.all();
    const isOpen = (instance: ReachableListener) => this.listeners.has(instance);
    // First, since to open a port may take a while.
    for (const instance of instances.filter(isOpen)) this.listeners.restrict(instance);
    for (const instance of instances) if (!isOpen(instance) && !stopping.aborted) await this.tryToOpen(instance);
  }

  private async open(instance: ReachableListener): Promise<ListeningAddress> {
    const address = await this.listeners.open(instance, this.hostKeys);
    this.forbidden.listensOn(address.port);
    return address;
  }

  private async tryToOpen(listener: ReachableListener): Promise<void> {
    const { instanceId: instance, accountId: account, sshPort: port } = listener;
    try {
      const address = await this.open(listener);
      this.logger.log({ message: 'listening', instance, account, ...address });
    } catch (error) {
      if (!this.warnedOf.has(instance)) {
        this.logger.warn({ message: 'not listening, will try again', instance, account, port, cause: String(error) });
      }
      this.warnedOf.add(instance);
    }
  }
}
