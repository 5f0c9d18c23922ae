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
 * Determines the origin of every request, on every path, before its body is read. An installation that uses its
 * operator's certificate answers only NeedSsl to what crossed a network unencrypted.
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
