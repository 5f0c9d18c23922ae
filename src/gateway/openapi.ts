import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/**
 * Serves the OpenAPI document at `/openapi.json` and a page to browse it at `/docs`. Both come from the registered
 * operations and are rendered once.
 */
export function serveOpenApi(app: NestFastifyApplication): void {
  let document: OpenAPIObject | undefined;
  let rendered: Buffer | undefined;
  const built = () => (document ??= openApiDocument(app));
  // Swagger's own documents are rendered anew for each request.
  SwaggerModule.setup('docs', app, built, { raw: false, customSiteTitle: 'Sallyport' });
  app
    .getHttpAdapter()
    .getInstance()
    .get('/openapi.json', (_request, reply) => {
      rendered ??= Buffer.from(JSON.stringify(built()));
      void reply.type('application/json').send(rendered);
    });
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
