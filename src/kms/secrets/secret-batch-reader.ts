import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { Outage } from '../../common/outage.ts';
import { ServiceError } from '../../common/service-error.ts';
import { SecretReader, type SecretValue, type SecretValueQuery } from '../kms.api.ts';
import { KmsErrors } from '../kms.errors.ts';

/** The outcome of one of several queries: a value, or the error that the query would have had on its own. */
export type SecretValueOutcome = { readonly value: SecretValue } | { readonly error: ServiceError };

/**
 * Reads several values, each authorised and audited like a GetSecretValue of its own; lookups share database queries.
 */
@Injectable()
export class SecretBatchReader {
  private readonly logger = new Logger('secrets');

  constructor(private readonly secrets: SecretReader) {}

  /** Returns the outcomes in the order of the queries; a refused query does not affect the others. */
  read(caller: Caller, queries: readonly SecretValueQuery[]): Promise<SecretValueOutcome[]> {
    return Promise.all(queries.map((query) => this.readOne(caller, query)));
  }

  private async readOne(caller: Caller, query: SecretValueQuery): Promise<SecretValueOutcome> {
    try {
      return { value: await this.secrets.getValue(caller, query) };
    } catch (error) {
      if (error instanceof ServiceError) return { error };
      if (error instanceof Outage) throw error;
      this.logger.error({ requestId: caller.requestId, error: String(error) });
      return { error: KmsErrors.InternalFailure({ cause: error }) };
    }
  }
}
