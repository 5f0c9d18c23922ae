import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { KmsErrors } from '../kms.errors.ts';
import { RotationRehearsals, type RehearsedRotation, type RotationRequest } from '../secret-rotations.api.ts';
import { hasLiveRotation } from '../secrets/overdue-secrets.ts';
import { SecretVersions } from '../secrets/secret-versions.service.ts';
import type { Secret } from '../secrets/secret.entity.ts';
import { CurrentCredentials, type SecretOfHost } from './current-credentials.service.ts';
import { RotationAdmission } from './rotation-admission.service.ts';

@Injectable()
export class RotationRehearsalsService extends RotationRehearsals {
  constructor(
    private readonly dataSource: DataSource,
    private readonly admission: RotationAdmission,
    private readonly versions: SecretVersions,
    private readonly credentials: CurrentCredentials,
  ) {
    super();
  }

  async open(caller: Caller, request: RotationRequest): Promise<RehearsedRotation> {
    const of = await this.dataSource.transaction((tx) => this.check(caller, tx, request));
    return { ...of, current: (await this.credentials.read(of)).current };
  }

  private async check(caller: Caller, tx: EntityManager, request: RotationRequest): Promise<SecretOfHost> {
    const { secret, ecs } = await this.admission.admit(caller, tx, request.secretName);
    if (!ecs) throw KmsErrors.UnsupportedOperation();
    if (await hasLiveRotation(tx, secret)) throw KmsErrors.RotationInProgress();
    if (await this.versions.has(tx, secret, request.versionId)) throw KmsErrors.VersionExists();
    return { ...placeOf(secret), secretName: secret.name, requestId: caller.requestId, ecs };
  }
}

function placeOf({ accountId, region, secretId }: Secret) {
  return { accountId, region, secretId };
}
