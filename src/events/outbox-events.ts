import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Events, type Fact, type FactOf, type Like, type Told } from './events.api.ts';
import { Outbox } from './outbox.ts';

const pollMs = 500;
const pruneMs = 600_000;

type Listener = (fact: Fact) => void | Promise<void>;

/** Looks into the outbox twice a second and tells this process's listeners, one after the other. */
@Injectable()
export class OutboxEvents extends Events implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('events');
  private readonly listeners: { readonly kind: string; readonly listener: Listener }[] = [];
  private poller?: NodeJS.Timeout;
  private pruner?: NodeJS.Timeout;
  private stopped = false;

  constructor(private readonly outbox: Outbox) {
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
    // What is there already is old news.
    await this.outbox.news();
    this.lookAgain();
    this.pruner = setInterval(() => void this.orWarn(this.outbox.prune()), pruneMs).unref();
  }

  onModuleDestroy(): void {
    this.stopped = true;
    clearTimeout(this.poller);
    clearInterval(this.pruner);
  }

  private lookAgain(): void {
    this.poller = setTimeout(async () => {
      await this.orWarn(this.tell());
      if (!this.stopped) this.lookAgain();
    }, pollMs).unref();
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
