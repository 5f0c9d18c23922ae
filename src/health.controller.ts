import { Controller, Get, Header, HttpCode } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { Database } from './database/data-source.ts';
import { DatabaseUnavailable } from './database/database-unavailable.ts';

/** Liveness and readiness for whoever runs the service. */
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(private readonly dataSource: DataSource) {}

  /** The process answers. */
  @Get('healthz')
  @HttpCode(200)
  @Header('content-type', 'text/plain')
  live(): string {
    return 'ok\n';
  }

  /** The database answers too and takes writes, so that calls can be served. */
  @Get('readyz')
  @Header('content-type', 'text/plain')
  async ready(): Promise<string> {
    await this.dataSource.query('SELECT 1');
    const { trouble } = (this.dataSource as Database).writes;
    if (trouble) throw new DatabaseUnavailable(trouble);
    return 'ok\n';
  }
}
