import { Module, type DynamicModule } from '@nestjs/common';
import { Environment } from './environment.ts';

/**
 * The settings of one application, injectable everywhere as `Environment`. The only global module: settings are
 * constants, and product modules are written before their values are known.
 */
@Module({})
export class ConfigModule {
  static of(environment: Environment): DynamicModule {
    const provider = { provide: Environment, useValue: environment };
    return { module: ConfigModule, global: true, providers: [provider], exports: [Environment] };
  }
}
