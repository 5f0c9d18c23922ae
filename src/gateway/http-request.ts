import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpRequest } from './call.ts';
import { isConfidential, unknownOrigin } from './origin.ts';
import type { Answer } from './response.ts';
import { acs3Algorithm } from './signature/acs3.ts';

const noBody = Buffer.alloc(0);

/** What the pipeline needs from a Fastify request. The body arrives unparsed, because signatures cover its bytes. */
export function readHttpRequest(request: FastifyRequest): HttpRequest {
  const url = request.raw.url ?? '/';
  const split = url.indexOf('?');
  return {
    method: request.method,
    path: split < 0 ? url : url.slice(0, split),
    query: split < 0 ? '' : url.slice(split + 1),
    headers: request.headers as Record<string, string>,
    body: Buffer.isBuffer(request.body) ? request.body : noBody,
    origin: request.origin ?? unknownOrigin,
  };
}

export function sendAnswer(reply: FastifyReply, answer: Answer): void {
  if (answer.status === 401) void reply.header('www-authenticate', challenge(reply.request));
  if (answer.status < 400) void reply.request.socket.emit('letIn');
  void reply.status(answer.status).header('content-type', answer.contentType).send(answer.body);
}

/** Offers HTTP Basic only where the secret cannot be read in transit, else signature V3. */
function challenge({ origin }: FastifyRequest): string {
  return isConfidential(origin ?? unknownOrigin) ? 'Basic realm="Sallyport", charset="UTF-8"' : acs3Algorithm;
}
