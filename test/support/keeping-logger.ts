import { inspect } from 'node:util';
import type { LoggerService } from '@nestjs/common';

/** Keeps everything that would be logged, at every level. */
export class KeepingLogger implements LoggerService {
  text = '';
  private readonly keep = (...logged: unknown[]): void => {
    this.text += `${JSON.stringify(logged)} ${inspect(logged, { depth: 12 })}\n`;
  };
  readonly log = this.keep;
  readonly error = this.keep;
  readonly warn = this.keep;
  readonly debug = this.keep;
  readonly verbose = this.keep;
}
