import { Injectable, Logger } from '@nestjs/common';
import { Outage } from '../common/outage.ts';
import { ServiceError } from '../common/service-error.ts';
import { toProductError } from '../guard/product-words.api.ts';
import type { Product } from './action.ts';
import type { Call, HttpRequest } from './call.ts';
import { GatewayErrors } from './gateway.errors.ts';
import { BadParameter } from './parameters.ts';
import { ActionRegistry } from './registry.ts';
import { renderError, type Answer } from './response.ts';

interface Known {
  readonly call?: Call;
  readonly product?: Product;
}

/** Words an error as the product does, and keeps what is not meant for the caller in the log. */
@Injectable()
export class ErrorAnswers {
  private readonly logger = new Logger('gateway');

  constructor(private readonly registry: ActionRegistry) {}

  /** The answer to a failed request; `known` is what is already clear about it. */
  answer(http: HttpRequest, requestId: string, error: unknown, known: Known = {}): Answer {
    const version = known.call?.version ?? http.headers['x-acs-version'] ?? guess(http, versions);
    const product = known.product ?? this.registry.product(version);
    const context = { requestId, host: (http.headers.host ?? 'localhost').replace(/:\d+$/, '') };
    const format = known.call?.format ?? (guess(http, formats).toUpperCase() === 'XML' ? 'XML' : 'JSON');
    return renderError(format, product, context, this.word(error, requestId, product));
  }

  private word(error: unknown, requestId: string, product?: Product): ServiceError {
    if (error instanceof ServiceError && error.status < 500) return this.note(error, requestId);
    if (error instanceof BadParameter) return this.badParameter(error, product);
    this.logger.error({ requestId, error: describe(error) });
    if (product) return toProductError(product, error);
    if (error instanceof ServiceError) return error;
    return error instanceof Outage ? GatewayErrors.ServiceUnavailable() : GatewayErrors.InternalError();
  }

  /** Some products' words do not name the wrong parameter. The log does, by the request's id and without the value. */
  private note(error: ServiceError, requestId: string): ServiceError {
    const parameter = error.detail['Parameter'];
    if (parameter !== undefined) this.logger.log({ message: 'a parameter was refused', requestId, parameter });
    return error;
  }

  private badParameter(error: BadParameter, product?: Product): ServiceError {
    const name = error.parameter.slice(0, 64);
    return product?.errors.invalidParameter(name) ?? GatewayErrors.InvalidParameter({ Name: name });
  }
}

const versions = /(?:^|&)Version=([\d-]{10})(?:&|$)/;
const formats = /(?:^|&)Format=(\w{3,4})(?:&|$)/;

/** What an unreadable request seems to say about itself; empty when it says nothing. */
function guess({ query, body }: HttpRequest, parameter: RegExp): string {
  const found = parameter.exec(query) ?? parameter.exec(body.subarray(0, 65_536).toString('latin1'));
  return found?.[1] ?? '';
}

/**
 * Name, message and stack of an error and its causes. Our own messages hold no values; PostgreSQL's `detail` would, and
 * is left out.
 */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause ? ` caused by ${describe(error.cause)}` : '';
  return `${error.stack ?? `${error.name}: ${error.message}`}${cause}`;
}
