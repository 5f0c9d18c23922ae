import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import { secretData } from './secret-data.ts';

/**
 * Fastify alone, with the answer of GetSecretValue to every question: no Nest, no pipeline, no signature. Shares only
 * Node and Fastify with the service. Ends with its standard input.
 */
const server = fastify();
server.get<{ Querystring: { SecretName: string } }>('/', async ({ query }) => ({
  RequestId: randomUUID().toUpperCase(),
  SecretName: query.SecretName,
  SecretType: 'Generic',
  VersionId: 'v1',
  VersionStages: { VersionStage: ['ACSCurrent'] },
  SecretData: secretData,
  SecretDataType: 'text',
  CreateTime: '2026-01-01T00:00:00Z',
}));
const address = await server.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`ready ${new URL(address).port}\n`);
process.stdin.once('end', () => process.exit(0)).resume();
