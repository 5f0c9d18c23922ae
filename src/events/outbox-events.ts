import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Hints } from '../database/hints.ts';
import { Events, type Fact, type FactOf, type Like, type Told } from './events.api.ts';
import { hintChannel, Outbox } from './outbox.ts';

const pollMs = 500;
const pruneMs = 600_000;

type Listener = (fact: Fact) => void | Promise<void>;

/**
 * Reads the outbox at each notification, and twice a second in case one is lost. Calls this process's listeners one
 * after the other.
 */
@Injectable()
export class OutboxEvents extends Events implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('events');
  private readonly listeners: { readonly kind: string; readonly listener: Listener }[] = [];
  private poller?: NodeJS.Timeout;
  private pruner?: NodeJS.Timeout;
  private looking?: Promise<void>;
  private stopped = false;

  constructor(
    private readonly outbox: Outbox,
    private readonly hints: Hints,
  ) {
    super();
  }

  publish(tx: EntityManager, fact: Fact): Promise<void> {
    return this.outbox.add(tx, fact);
  }

  subscribe<Kind extends Fact['kind']>(kind: Kind, listener: (fact: FactOf<Kind>) => void | Promise<void>): void {
    this.listeners.push({ kind, listener: listener as Listener });
  }

  history<Kind extends Fact['kind']>(like: Like<Kind>, limit: number): Promise<Told<Kind>[]> {
    return this.outbox.history(like, limit);
  }

  async onModuleInit(): Promise<void> {
    // Events that exist already are old news.
    await this.outbox.news();
    this.lookLater();
    this.pruner = setInterval(() => void this.orWarn(this.outbox.prune()), pruneMs).unref();
  }

  /** Not earlier: sessions that may still continue for a while are ended by events. */
  onApplicationShutdown(): void {
    this.stopped = true;
    clearTimeout(this.poller);
    clearInterval(this.pruner);
    this.hints.close();
  }

  private lookLater(): void {
    void this.hints.keepListening(hintChannel, () => this.look());
    this.poller = setTimeout(() => this.look(), pollMs).unref();
  }

  // An event that is committed during a look is found by the next one at the latest.
  private look(): void {
    if (this.stopped) return;
    clearTimeout(this.poller);
    this.looking ??= this.orWarn(this.tell()).finally(() => {
      this.looking = undefined;
      if (!this.stopped) this.lookLater();
    });
  }

  private async tell(): Promise<void> {
    for (const fact of await this.outbox.news()) {
      const concerned = this.listeners.filter(({ kind }) => kind === fact.kind);
      for (const { listener } of concerned) await this.orWarn(Promise.resolve(fact).then(listener));
    }
  }

  private orWarn(work: Promise<void>): Promise<void> {
    return work.catch((error: Error) => this.logger.warn(error.message));
  }
}
