import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Environment } from '../config/environment.ts';
import { ErrorFilter } from './error.filter.ts';
import { GatewayErrors } from './gateway.errors.ts';
import { cameInPlain, originOf, type Origin } from './origin.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** `null` until the request's headers are read. */
    origin: Origin | null;
  }
}

/**
 * Finds out of every request where it came from, before its body is read and on every path. An installation with a certificate of its
 * operator's answers what crossed a network unencrypted with nothing but that.
 */
export function tellOrigins(app: NestFastifyApplication): void {
  const { trustedProxies, tlsFiles } = app.get(Environment);
  const filter = app.get(ErrorFilter);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.decorateRequest('origin', null);
  fastify.addHook('onRequest', (request, reply, done) => {
    try {
      request.origin = originOf(request.raw, trustedProxies);
      if (tlsFiles && cameInPlain(request.raw.socket, request.origin)) throw GatewayErrors.NeedSsl();
      done();
    } catch (error) {
      filter.answer(request, reply, error);
    }
  });
}
