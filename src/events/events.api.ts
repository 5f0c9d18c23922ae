import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PeriodicTask } from '../common/periodic-task.ts';
import { Notifications } from '../database/notifications.ts';
import type { DomainEvent, DomainEventOf, Like, PublishedEvent } from './event-types.api.ts';
import { notificationChannel, Outbox } from './outbox.ts';

const pollMs = 500;
const pruneMs = 600_000;

type Listener = (fact: DomainEvent) => void | Promise<void>;

/**
 * Events between parts and processes: what one ring changes, the rings above are notified of. Reads the outbox at each
 * notification, and twice a second in case one is lost. Calls this process's listeners one after the other.
 */
@Injectable()
export class Events implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('events');
  private readonly listeners: { readonly kind: string; readonly listener: Listener }[] = [];
  private readonly poller = new PeriodicTask({
    everyMs: pollMs,
    run: () => this.look(),
    logger: this.logger,
    failure: 'events could not be read',
  });
  private readonly pruner = new PeriodicTask({
    everyMs: pruneMs,
    run: () => this.outbox.prune(),
    logger: this.logger,
    failure: 'old events could not be deleted',
  });

  constructor(
    private readonly outbox: Outbox,
    private readonly notifications: Notifications,
  ) {}

  /** Publishes in the transaction of the change itself: what is rolled back was never published. */
  publish(tx: EntityManager, event: DomainEvent): Promise<void> {
    return this.outbox.add(tx, event);
  }

  /**
   * In every process, `listener` is called within a second for each event committed after the start. Events may be lost
   * when a process is cut off from the database for minutes, so the tables are authoritative: read them first, and
   * again at each event.
   */
  subscribe<Kind extends DomainEvent['kind']>(
    kind: Kind,
    listener: (event: DomainEventOf<Kind>) => void | Promise<void>,
  ): void {
    this.listeners.push({ kind, listener: listener as Listener });
  }

  /** Events of the last 90 days that match `like`, latest first, at most `limit`. */
  history<Kind extends DomainEvent['kind']>(like: Like<Kind>, limit: number): Promise<PublishedEvent<Kind>[]> {
    return this.outbox.history(like, limit);
  }

  async onModuleInit(): Promise<void> {
    // Events that exist already are old news.
    await this.outbox.unseen();
    this.keepListening();
    this.poller.start();
    this.pruner.start();
  }

  /** Not earlier: sessions that may still continue for a while are ended by events. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.poller.stop(), this.pruner.stop()]);
    this.notifications.close();
  }

  private keepListening(): void {
    void this.notifications.keepListening(notificationChannel, () => void this.poller.wake());
  }

  private async look(): Promise<void> {
    await this.tell().finally(() => this.keepListening());
  }

  private async tell(): Promise<void> {
    for (const fact of await this.outbox.unseen()) {
      const concerned = this.listeners.filter(({ kind }) => kind === fact.kind);
      for (const { listener } of concerned) await this.orWarn(Promise.resolve(fact).then(listener));
    }
  }

  private orWarn(work: Promise<void>): Promise<void> {
    return work.catch((error: Error) => this.logger.warn(error.message));
  }
}
