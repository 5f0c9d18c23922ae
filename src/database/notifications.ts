import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';

/**
 * Receives NOTIFY on a connection of its own. Delivery is not guaranteed: what is sent while the connection is down, or
 * behind a pooler that does not forward it, is lost.
 */
@Injectable()
export class Notifications {
  private readonly options: pg.ClientConfig;
  private client?: pg.Client;

  constructor(dataSource: DataSource) {
    this.options = (dataSource.driver as unknown as { master: pg.Pool }).master.options;
  }

  /**
   * Calls `heard` at each notification on the channel from now on. Does nothing while it already listens, so it may be
   * called again and again. Never rejects.
   */
  async keepListening(channel: string, onNotification: () => void): Promise<void> {
    if (this.client) return;
    const client = new pg.Client(this.options);
    const forget = () => {
      if (this.client === client) this.client = undefined;
    };
    this.client = client;
    client.on('error', forget).on('end', forget).on('notification', onNotification);
    await client
      .connect()
      .then(() => client.query(`listen ${client.escapeIdentifier(channel)}`))
      .catch(() => client.end())
      .catch(forget);
  }

  /** Does not wait: a hung server would not answer. */
  close(): void {
    void this.client?.end().catch(() => undefined);
  }
}
