import { Controller, Get, Header, HttpCode } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Environment } from './config/environment.ts';
import type { Database } from './database/data-source.ts';
import { DatabaseUnavailable } from './database/database-unavailable.ts';

/** Liveness and readiness, for the operator. */
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly environment: Environment,
  ) {}

  /** The process answers. */
  @Get('healthz')
  @HttpCode(200)
  @Header('content-type', 'text/plain')
  live(): string {
    return 'ok\n';
  }

  /**
   * The database answers too and accepts writes, so calls can be served. A disposable service says so in a second line.
   */
  @Get('readyz')
  @Header('content-type', 'text/plain')
  async ready(): Promise<string> {
    await this.dataSource.query('select 1');
    const { lastFailure } = (this.dataSource as Database).writes;
    if (lastFailure) throw new DatabaseUnavailable(lastFailure);
    return this.environment.disposable ? 'ok\ndisposable\n' : 'ok\n';
  }
}
