import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newRequestId } from '../common/identifiers.ts';
import { ErrorAnswers } from './error-answers.ts';
import { GatewayErrors } from './gateway.errors.ts';
import { readHttpRequest, sendAnswer } from './http-request.ts';

/** Wraps failures outside the pipeline in the vendor's envelope: unknown paths, oversized bodies, bad URLs. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly errors: ErrorAnswers) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const context = host.switchToHttp();
    this.answer(context.getRequest<FastifyRequest>(), context.getResponse<FastifyReply>(), error);
  }

  answer(request: FastifyRequest, reply: FastifyReply, error: unknown): void {
    sendAnswer(reply, this.errors.answer(readHttpRequest(request), newRequestId(), translate(error)));
  }
}

function translate(error: unknown): unknown {
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number }).statusCode;
  if (status === 404) return GatewayErrors.InvalidActionNotFound({ cause: error });
  if (status === 405) return GatewayErrors.UnsupportedMethod({ cause: error });
  if (status === 413) return GatewayErrors.RequestTooLarge({ cause: error });
  if (status !== undefined && status < 500) return GatewayErrors.UnreadableRequest({ cause: error });
  return error;
}
