import { Controller, Get, Header, HttpCode } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { DataSource } from 'typeorm';

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

  /** The database answers too, so that calls can be served. */
  @Get('readyz')
  @Header('content-type', 'text/plain')
  async ready(): Promise<string> {
    await this.dataSource.query('SELECT 1');
    return 'ok\n';
  }
}
