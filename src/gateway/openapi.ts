import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** Written by `npm run build`, next to the compiled sources. */
const built = join(import.meta.dirname, '../../openapi.json');

/**
 * Serves the OpenAPI document at `/openapi.json` and a page to browse it at `/docs`. Both come from the registered
 * operations. The document is the one that the build has rendered; without one, it is rendered once.
 */
export function serveOpenApi(app: NestFastifyApplication): void {
  let rendered: Buffer | undefined;
  const document = () => (rendered ??= builtDocument() ?? Buffer.from(JSON.stringify(openApiDocument(app))));
  // Swagger's own documents are rendered anew for each request.
  const setup = { raw: false, customSiteTitle: 'Sallyport' };
  SwaggerModule.setup('docs', app, () => JSON.parse(document().toString()) as OpenAPIObject, setup);
  app
    .getHttpAdapter()
    .getInstance()
    .get('/openapi.json', (_request, reply) => void reply.type('application/json').send(document()));
}

function builtDocument(): Buffer | undefined {
  try {
    return readFileSync(built);
  } catch {
    return undefined;
  }
}

export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Sallyport')
    .setDescription(
      'Every operation of the RPC wire, as REST. HTTP Basic with an AccessKey pair, or signature ACS3-HMAC-SHA256.',
    )
    .addBasicAuth()
    .build();
  const document = SwaggerModule.createDocument(app, config);
  return { ...document, paths: withLiteralColons(document.paths) };
}

// Fastify spells `/kms/secrets:rotate` as `/kms/secrets::rotate`; the document builder takes its end for a parameter.
function withLiteralColons(paths: OpenAPIObject['paths']): OpenAPIObject['paths'] {
  return Object.fromEntries(
    Object.entries(paths).map(([path, item]) => [path.replace(/:\{(\w+)\}|::(\w+)/, ':$1$2'), item]),
  );
}
