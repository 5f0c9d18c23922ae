import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';

/**
 * What others say with NOTIFY, on a connection of its own. It is a hint: what is said while the connection is away, or behind a pooler that
 * does not pass it on, is never heard.
 */
@Injectable()
export class Hints {
  private readonly options: pg.ClientConfig;
  private client?: pg.Client;

  constructor(dataSource: DataSource) {
    this.options = (dataSource.driver as unknown as { master: pg.Pool }).master.options;
  }

  /** Calls `heard` at each hint on the channel from now on. Does nothing while it listens already: to be called again and again. Never rejects. */
  async keepListening(channel: string, heard: () => void): Promise<void> {
    if (this.client) return;
    const client = new pg.Client(this.options);
    const forget = () => {
      if (this.client === client) this.client = undefined;
    };
    this.client = client;
    client.on('error', forget).on('end', forget).on('notification', heard);
    await client
      .connect()
      .then(() => client.query(`listen ${client.escapeIdentifier(channel)}`))
      .catch(() => client.end())
      .catch(forget);
  }

  /** Without waiting: a server that hangs would not answer. */
  close(): void {
    void this.client?.end().catch(() => undefined);
  }
}
