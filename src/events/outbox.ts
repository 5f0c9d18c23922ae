import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../common/clock.ts';
import { HotPool } from '../database/hot-pool.ts';
import type { EventRow } from './event.entity.ts';
import type { DomainEvent, Like, PublishedEvent } from './event-types.api.ts';

/** A transaction may commit this long after it published, and its events are still seen. */
const windowMs = 120_000;
/** As long as the vendor shows its system events. */
const keptMs = 90 * 86_400_000;

/** The channel that is notified when an event is committed. */
export const notificationChannel = 'sallyport_events';

const insertEvent = `
  with told as (insert into events (event_id, at, kind, fact) values ($1, $2, $3, $4))
  select pg_notify('${notificationChannel}', '')`;

// A join, whose cost grows with the events of the window: `<> all` would compare each with each.
const newsStatement = `
  select event_id as "eventId", at, fact from events
  where at > $1 and not exists (select from unnest($2::text[]) as seen (id) where seen.id = event_id)
  order by at, event_id`;

/**
 * The table of events. Rows become visible in no particular order, so each process remembers those that it has seen.
 */
@Injectable()
export class Outbox {
  private readonly seenEvents = new Map<string, Date>();

  constructor(
    private readonly pool: HotPool,
    private readonly clock: Clock,
  ) {}

  async add(tx: EntityManager, event: DomainEvent): Promise<void> {
    const values = [randomUUID(), this.clock.now(), event.kind, JSON.stringify(event)];
    await tx.query(insertEvent, values);
  }

  /** Events committed since the last call, earliest first. */
  async unseen(): Promise<DomainEvent[]> {
    const since = this.before(windowMs);
    for (const [id, at] of this.seenEvents) if (at <= since) this.seenEvents.delete(id);
    const rows = await this.pool.query<Omit<EventRow, 'kind'>>({
      name: 'events.news',
      text: newsStatement,
      values: [since, [...this.seenEvents.keys()]],
    });
    for (const { eventId, at } of rows) this.seenEvents.set(eventId, at);
    return rows.map(({ fact }) => fact);
  }

  history<Kind extends DomainEvent['kind']>(like: Like<Kind>, limit: number): Promise<PublishedEvent<Kind>[]> {
    const text = 'select at, fact from events where kind = $1 and fact @> $2 order by at desc, event_id limit $3';
    return this.pool.query<PublishedEvent<Kind>>({
      name: 'events.history',
      text,
      values: [like.kind, JSON.stringify(like), limit],
    });
  }

  async prune(): Promise<void> {
    const text = 'delete from events where at <= $1';
    await this.pool.query({ name: 'events.prune', text, values: [this.before(keptMs)] });
  }

  private before(milliseconds: number): Date {
    return new Date(this.clock.now().getTime() - milliseconds);
  }
}
