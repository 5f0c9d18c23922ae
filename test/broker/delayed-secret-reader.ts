import { setTimeout as delay } from 'node:timers/promises';
import type { Caller } from '../../src/common/caller.ts';
import type { Page } from '../../src/common/page.ts';
import { Guard } from '../../src/guard/guard.api.ts';
import {
  SecretReader,
  type SecretListing,
  type SecretSummary,
  type SecretValue,
  type SecretValueQuery,
} from '../../src/kms/kms.api.ts';
import { SecretDirectory } from '../../src/kms/secrets/secret-directory.ts';
import { SecretReaderService } from '../../src/kms/secrets/secret-reader.ts';
import { SecretValues } from '../../src/kms/secrets/secret-values.ts';
import type { TestApplication, TestApplicationOptions } from '../support/test-application.ts';

/** The service's own SecretReader, with late answers. */
export class DelayedSecretReader extends SecretReader {
  /** Runs after a value is read and before it is returned. */
  beforeAnswer: () => Promise<unknown> = async () => undefined;
  private real?: SecretReader;

  /** The option that installs it instead of the service's own. */
  get override(): NonNullable<TestApplicationOptions['overrides']>[number] {
    return { token: SecretReader, value: this };
  }

  wrap({ app }: { readonly app: TestApplication }): void {
    this.real = new SecretReaderService(app.get(Guard), app.get(SecretDirectory), app.get(SecretValues));
  }

  delayBy(milliseconds: number): void {
    this.beforeAnswer = () => delay(milliseconds);
  }

  list(caller: Caller, listing: SecretListing): Promise<Page<SecretSummary>> {
    return this.real!.list(caller, listing);
  }

  async getValue(caller: Caller, query: SecretValueQuery): Promise<SecretValue> {
    const value = await this.real!.getValue(caller, query);
    if (caller.identity.kind === 'ServiceRole') await this.beforeAnswer();
    return value;
  }
}
