import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { Outage } from '../../common/outage.ts';
import { ServiceError } from '../../common/service-error.ts';
import { SecretReader, type SecretValue, type SecretValueQuery } from '../kms.api.ts';
import { KmsErrors } from '../kms.errors.ts';

/** What became of one of several queries: a value, or the error that it alone would have been answered with. */
export type SecretValueOutcome = { readonly value: SecretValue } | { readonly error: ServiceError };

/** Reads several values, each authorised and audited like a GetSecretValue of its own; their look-ups share queries. */
@Injectable()
export class SecretBatchReader {
  private readonly logger = new Logger('secrets');

  constructor(private readonly secrets: SecretReader) {}

  /** The outcomes in the order of the queries; one that is refused harms no other. */
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
