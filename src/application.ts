import type { RequestListener, Server } from 'node:http';
import { setDefaultAutoSelectFamilyAttemptTimeout } from 'node:net';
import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppModule } from './app.module.ts';
import type { Environment } from './config/environment.ts';
import { JsonLogger } from './config/json-logger.ts';
import { answerInTurn } from './gateway/answers-in-turn.ts';
import { ErrorFilter } from './gateway/error.filter.ts';
import { lingerOverUnread, refuseUnreadable } from './gateway/lingering-close.ts';
import { serveOpenApi } from './gateway/openapi.ts';
import { tellOrigins } from './gateway/tell-origins.ts';
import { TlsOrPlainServer } from './tls/tls-or-plain-server.api.ts';

const maxBodyBytes = 1_048_576;
// Some clients put every parameter into the URL, where a secret of 30,720 bytes is up to three times as long.
const maxHeaderSize = 131_072;
const httpBounds = { maxHeaderSize, headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 72_000 };
// No call takes this long: the client does not read the answer.
const silenceMs = 120_000;
const maxRequestsPerConnection = 10_000;
/**
 * How long one of several addresses of a name may take to answer. Node.js gives it up after 250 ms: a server far away
 * takes longer, and a busy process notices later that it has answered. Enough to send the first packet twice.
 */
const addressMs = 1500;

export const applicationOptions = { bodyParser: false, abortOnError: false } satisfies NestApplicationOptions;

interface FilteredAdapter extends FastifyAdapter {
  errorFilter?: ErrorFilter;
}

/**
 * The HTTP server. Its limits: bodies of 1 MiB, a URL and headers of 128 KiB, 10 s for the headers, 30 s for a whole
 * request, two minutes without a byte in either direction, and 10,000 requests on a connection. The last of them is
 * answered with `Connection: close`.
 */
export function newAdapter(): FastifyAdapter {
  const adapter: FilteredAdapter = new FastifyAdapter({
    bodyLimit: maxBodyBytes,
    serverFactory: (handler: RequestListener): Server => new TlsOrPlainServer(httpBounds, handler),
    forceCloseConnections: 'idle',
    clientErrorHandler: refuseUnreadable,
    routerOptions: { maxParamLength: 600 },
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      adapter.errorFilter?.answer(request, reply, error),
  });
  return adapter;
}

/** What both the service and its tests do to an application before it listens. */
export async function prepareApplication(app: NestFastifyApplication): Promise<NestFastifyApplication> {
  setDefaultAutoSelectFamilyAttemptTimeout(addressMs);
  app.useLogger(app.get(JsonLogger));
  const filter = app.get(ErrorFilter);
  (app.getHttpAdapter() as unknown as FilteredAdapter).errorFilter = filter;
  app.useGlobalFilters(filter);
  keepRawBodies(app);
  boundConnections(app.getHttpServer() as Server);
  tellOrigins(app);
  serveOpenApi(app);
  await app.init();
  return app;
}

/** Builds the service without listening yet. */
export async function createApplication(environment: Environment): Promise<NestFastifyApplication> {
  const logger = new JsonLogger(environment.logLevel);
  const module = AppModule.of(environment, logger);
  const app = await NestFactory.create<NestFastifyApplication>(module, newAdapter(), { ...applicationOptions, logger });
  await prepareApplication(app);
  // Without a built one, half a second's work, which the first stranger to ask would otherwise cost everyone.
  await app.inject('/openapi.json');
  return app;
}

/** For every server that answers calls, whatever the transport. */
function boundConnections(server: Server): void {
  server.maxRequestsPerSocket = maxRequestsPerConnection;
  server.setTimeout(silenceMs);
  answerInTurn(server);
  lingerOverUnread(server);
}

// Signatures cover the bytes of the body, so nothing may parse it before the pipeline.
function keepRawBodies(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}
