import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/** What Nest logs about its own start: one line for each module and route. */
const nestContexts = new Set<unknown>([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

/**
 * Writes log lines as JSON objects to standard error, so that nothing that is logged can forge a line. `level` is a
 * name: `info`, `warn`, …
 */
export class JsonLogger implements LoggerService {
  private readonly logger: Logger;

  constructor(level: string) {
    const formatters = { level: (label: string) => ({ level: label }) };
    const options = { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, formatters };
    this.logger = pino(options, pino.destination(2));
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write(nestContexts.has(rest.at(-1)) ? 'debug' : 'info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  // Nest passes the context as the last argument and, for errors, a stack before it.
  private write(level: 'info' | 'error' | 'warn' | 'debug' | 'trace', message: unknown, rest: unknown[]): void {
    const context = rest.at(-1);
    const stack = rest.length > 1 ? rest[0] : undefined;
    const fields = typeof message === 'object' && message !== null ? message : { message };
    this.logger[level]({ context, ...(stack ? { stack } : {}), ...fields });
  }
}
