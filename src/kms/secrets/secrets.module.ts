import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../../database/database.module.ts';
import { EcsModule } from '../../ecs/ecs.module.ts';
import { IdentityModule } from '../../identity/identity.module.ts';
import { KmsGuardModule } from '../kms-guard.module.ts';
import { KeysModule } from '../keys/keys.module.ts';
import { SecretReader } from '../kms.api.ts';
import { RotatedSecrets } from '../rotated-secrets.api.ts';
import { AutoNamedSecrets } from './auto-named-secrets.ts';
import { EcsContents } from './ecs-contents.ts';
import { GenericValues } from './generic-values.ts';
import { NewSecrets } from './new-secrets.ts';
import { OverdueNames } from './overdue-names.ts';
import { RamContents } from './ram-contents.ts';
import { SecretBatchReader } from './secret-batch-reader.ts';
import { SecretChanges } from './secret-changes.ts';
import { SecretContents } from './secret-contents.ts';
import { SecretCount } from './secret-count.entity.ts';
import { SecretCounts } from './secret-counts.ts';
import { SecretCreation } from './secret-creation.ts';
import { SecretDeletion } from './secret-deletion.ts';
import { SecretDirectory } from './secret-directory.ts';
import { SecretEnvelope } from './secret-envelope.ts';
import { SecretKeys } from './secret-keys.ts';
import { SecretPolicies } from './secret-policies.ts';
import { SecretPurge } from './secret-purge.ts';
import { SecretReaderService } from './secret-reader.ts';
import { SecretStage } from './secret-stage.entity.ts';
import { SecretValues } from './secret-values.ts';
import { SecretValueLookup } from './secret-value-lookup.ts';
import { SecretVersionListing } from './secret-version-listing.ts';
import { SecretVersion } from './secret-version.entity.ts';
import { SecretVersions } from './secret-versions.ts';
import { Secret } from './secret.entity.ts';

const services = [
  SecretDirectory,
  SecretVersions,
  SecretCreation,
  AutoNamedSecrets,
  SecretChanges,
  SecretVersionListing,
  GenericValues,
  SecretDeletion,
  SecretPolicies,
  SecretBatchReader,
  SecretValues,
];

/** Secrets, their versions and values. */
@Module({
  imports: [
    DatabaseModule,
    IdentityModule,
    EcsModule,
    KmsGuardModule,
    KeysModule,
    TypeOrmModule.forFeature([Secret, SecretVersion, SecretStage, SecretCount]),
  ],
  providers: [
    ...services,
    NewSecrets,
    OverdueNames,
    SecretEnvelope,
    SecretCounts,
    SecretKeys,
    EcsContents,
    RamContents,
    SecretContents,
    SecretPurge,
    SecretValueLookup,
    { provide: SecretReader, useClass: SecretReaderService },
    RotatedSecrets,
  ],
  exports: [...services, SecretReader, RotatedSecrets],
})
export class SecretsModule {}
