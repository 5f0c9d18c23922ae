import { Module } from '@nestjs/common';
import { AuditTrail } from '../../src/audit/audit.api.ts';
import { Clock } from '../../src/common/clock.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { Environment } from '../../src/config/environment.ts';
import { AccessKeys, Authorization, Nonces, type AccessKey } from '../../src/identity/identity.api.ts';
import type { SecretValue, SecretValueQuery } from '../../src/kms/kms.api.ts';
import { SecretValues, type FoundValue } from '../../src/kms/secrets/secret-values.ts';
import type { Caller } from '../../src/common/caller.ts';
import { secretData } from './secret-data.ts';

const accountId = '1000000000000001';

class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

/** Knows only the root AccessKey of the settings. */
class OneAccessKey extends AccessKeys {
  private readonly accessKey: AccessKey;

  constructor({ rootAccessKey }: Environment) {
    super();
    if (!rootAccessKey) throw new Error('the settings name no root AccessKey');
    const { id, secret } = rootAccessKey;
    const identity = { kind: 'Account', arn: `acs:ram::${accountId}:root`, accessKeyId: id } as const;
    this.accessKey = { id, secret, active: true, accountId, identity };
  }

  async find(accessKeyId: string): Promise<AccessKey | undefined> {
    return accessKeyId === this.accessKey.id ? this.accessKey : undefined;
  }

  noteUse(): void {}
}

class NoncesInMemory extends Nonces {
  private readonly used = new Set<string>();

  async claim(accessKeyId: string, nonce: string): Promise<boolean> {
    const key = `${accessKeyId} ${nonce}`;
    return !this.used.has(key) && Boolean(this.used.add(key));
  }
}

class AllowAll extends Authorization {
  async authorize(): Promise<void> {}

  useFacts(): void {}
}

class NoTrail extends AuditTrail {
  async record(): Promise<void> {}
}

/** Has every secret that it is asked for. */
class OneValue implements Pick<SecretValues, 'find' | 'open'> {
  private readonly value = {
    type: 'Generic',
    versionId: 'v1',
    versionStages: ['ACSCurrent'],
    data: new Redacted(secretData),
    dataType: 'text',
    createdAt: new Date(),
  } as const;

  async find(_caller: Caller, query: SecretValueQuery): Promise<FoundValue> {
    return { resources: [{ arn: query.secretName }], query, stored: undefined };
  }

  async open(_caller: Caller, { query: { secretName } }: FoundValue): Promise<SecretValue> {
    return { ...this.value, secretName };
  }
}

@Module({
  providers: [
    { provide: Clock, useClass: SystemClock },
    {
      provide: AccessKeys,
      inject: [Environment],
      useFactory: (environment: Environment) => new OneAccessKey(environment),
    },
    { provide: Nonces, useClass: NoncesInMemory },
    { provide: Authorization, useClass: AllowAll },
  ],
  exports: [Clock, AccessKeys, Nonces, Authorization],
})
export class IdentityInMemory {}

@Module({ providers: [{ provide: AuditTrail, useClass: NoTrail }], exports: [AuditTrail] })
export class AuditInMemory {}

@Module({ providers: [{ provide: SecretValues, useClass: OneValue }], exports: [SecretValues] })
export class KmsInMemory {}

/** Replaces a module that the measured calls never reach. */
@Module({})
export class Nothing {}
