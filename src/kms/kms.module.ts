import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.ts';
import { DatabaseModule } from '../database/database.module.ts';
import { EcsModule } from '../ecs/ecs.module.ts';
import { IdentityModule } from '../identity/identity.module.ts';
import { SealingModule } from '../sealing/sealing.module.ts';
import { Alias } from './keys/alias.entity.ts';
import { Aliases } from './keys/aliases.service.ts';
import { AsymmetricCiphers } from './keys/asymmetric-ciphers.service.ts';
import { Encryption } from './keys/encryption.service.ts';
import { ImportTokens } from './keys/import-tokens.service.ts';
import { ImportedMaterials } from './keys/imported-materials.service.ts';
import { KeyChanges } from './keys/key-changes.service.ts';
import { KeyCreation } from './keys/key-creation.service.ts';
import { KeyDeletion } from './keys/key-deletion.service.ts';
import { KeyLookup } from './keys/key-lookup.service.ts';
import { KeyMaintenance } from './keys/key-maintenance.service.ts';
import { KeyMaterialImport } from './keys/key-material-import.service.ts';
import { KeyMaterials } from './keys/key-materials.service.ts';
import { KeyRotation } from './keys/key-rotation.service.ts';
import { KeyUse } from './keys/key-use.service.ts';
import { KeyVersion } from './keys/key-version.entity.ts';
import { KeyVersions } from './keys/key-versions.service.ts';
import { Key } from './keys/key.entity.ts';
import { KeysService } from './keys/keys.service.ts';
import { MessageCodes } from './keys/message-codes.service.ts';
import { ReEncryption } from './keys/re-encryption.service.ts';
import { Signatures } from './keys/signatures.service.ts';
import { SymmetricCiphers } from './keys/symmetric-ciphers.service.ts';
import { SecretConnectLeases, SecretReader } from './kms.api.ts';
import {
  RotationClaims,
  RotationRehearsals,
  RotationRequests,
  RotationSchedule,
  SecretRotations,
} from './secret-rotations.api.ts';
import { KmsResourceFacts } from './resource-facts.service.ts';
import { ConnectLeaseRow } from './secrets/connect-lease.entity.ts';
import { ConnectLeasesService } from './secrets/connect-leases.service.ts';
import { EcsContents } from './secrets/ecs-contents.service.ts';
import { GenericValues } from './secrets/generic-values.service.ts';
import { GuardedCalls } from './guarded-calls.service.ts';
import { PendingVersions } from './secrets/pending-versions.service.ts';
import { RamContents } from './secrets/ram-contents.service.ts';
import { RotationClaimsService } from './secrets/rotation-claims.service.ts';
import { RotationPhasesService } from './secrets/rotation-phases.service.ts';
import { RotationRequestsService } from './secrets/rotation-requests.service.ts';
import { AccessKeyRotations } from './access-key-rotations.api.ts';
import { AccessKeyReplacement } from './secrets/access-key-replacement.service.ts';
import { AccessKeyRotationsService } from './secrets/access-key-rotations.service.ts';
import { CredentialChecks } from './credential-checks.api.ts';
import { CredentialChecksService } from './secrets/credential-checks.service.ts';
import { CurrentCredentials } from './secrets/current-credentials.service.ts';
import { RotationEvents } from './rotation-events.api.ts';
import { RotationEventRow } from './secrets/rotation-event.entity.ts';
import { RotationEventRows } from './secrets/rotation-event-rows.service.ts';
import { RotationAdmission } from './secrets/rotation-admission.service.ts';
import { RotationRehearsalsService } from './secrets/rotation-rehearsals.service.ts';
import { RotationOutcomes } from './secrets/rotation-outcomes.service.ts';
import { RotationScheduleService } from './secrets/rotation-schedule.service.ts';
import { RotationRows } from './secrets/rotation-rows.service.ts';
import { Rotation } from './secrets/rotation.entity.ts';
import { SecretBatchReader } from './secrets/secret-batch-reader.service.ts';
import { SecretChanges } from './secrets/secret-changes.service.ts';
import { SecretContents } from './secrets/secret-contents.service.ts';
import { SecretCounts } from './secrets/secret-counts.service.ts';
import { SecretCreation } from './secrets/secret-creation.service.ts';
import { SecretDeletion } from './secrets/secret-deletion.service.ts';
import { SecretDirectory } from './secrets/secret-directory.service.ts';
import { SecretEnvelope } from './secrets/secret-envelope.ts';
import { SecretKeys } from './secrets/secret-keys.service.ts';
import { SecretPolicies } from './secrets/secret-policies.service.ts';
import { SecretPurge } from './secrets/secret-purge.service.ts';
import { SecretReaderService } from './secrets/secret-reader.service.ts';
import { SecretStage } from './secrets/secret-stage.entity.ts';
import { SecretValueLookup } from './secrets/secret-value-lookup.service.ts';
import { SecretVersionListing } from './secrets/secret-version-listing.service.ts';
import { SecretVersion } from './secrets/secret-version.entity.ts';
import { SecretVersions } from './secrets/secret-versions.service.ts';
import { Secret } from './secrets/secret.entity.ts';
import { ResourceTags } from './tags/resource-tags.service.ts';
import { TagCalls } from './tags/tag-calls.service.ts';
import { TagListing } from './tags/tag-listing.service.ts';
import { TagPages } from './tags/tag-pages.service.ts';

const entities = [
  Key,
  KeyVersion,
  Alias,
  Secret,
  SecretVersion,
  SecretStage,
  Rotation,
  RotationEventRow,
  ConnectLeaseRow,
];

/** What operations on keys are made of. */
const keyServices = [
  KeysService,
  KeyCreation,
  KeyChanges,
  KeyDeletion,
  KeyVersions,
  KeyRotation,
  KeyMaterialImport,
  ImportedMaterials,
  Aliases,
  KeyUse,
  Encryption,
  ReEncryption,
  AsymmetricCiphers,
  Signatures,
  MessageCodes,
];

/** The core of KMS: keys and secrets. */
@Module({
  imports: [DatabaseModule, SealingModule, AuditModule, IdentityModule, EcsModule, TypeOrmModule.forFeature(entities)],
  providers: [
    KmsResourceFacts,
    ...keyServices,
    KeyMaterials,
    KeyLookup,
    SymmetricCiphers,
    ImportTokens,
    KeyMaintenance,
    SecretEnvelope,
    SecretCounts,
    SecretDirectory,
    SecretKeys,
    SecretVersions,
    SecretVersionListing,
    EcsContents,
    RamContents,
    SecretContents,
    SecretCreation,
    SecretChanges,
    GenericValues,
    PendingVersions,
    SecretDeletion,
    SecretPurge,
    SecretPolicies,
    GuardedCalls,
    SecretValueLookup,
    { provide: SecretReader, useClass: SecretReaderService },
    SecretBatchReader,
    ResourceTags,
    TagCalls,
    TagPages,
    TagListing,
    ConnectLeasesService,
    { provide: SecretConnectLeases, useExisting: ConnectLeasesService },
    { provide: RotationEvents, useClass: RotationEventRows },
    RotationOutcomes,
    CurrentCredentials,
    AccessKeyReplacement,
    { provide: AccessKeyRotations, useClass: AccessKeyRotationsService },
    { provide: CredentialChecks, useClass: CredentialChecksService },
    RotationRows,
    RotationAdmission,
    { provide: RotationRehearsals, useClass: RotationRehearsalsService },
    { provide: RotationRequests, useClass: RotationRequestsService },
    { provide: RotationSchedule, useClass: RotationScheduleService },
    { provide: RotationClaims, useClass: RotationClaimsService },
    { provide: SecretRotations, useClass: RotationPhasesService },
  ],
  exports: [
    ...keyServices,
    GuardedCalls,
    SecretDirectory,
    SecretCreation,
    SecretChanges,
    SecretVersionListing,
    GenericValues,
    SecretDeletion,
    SecretPolicies,
    SecretReader,
    SecretBatchReader,
    ResourceTags,
    TagCalls,
    TagListing,
    SecretConnectLeases,
    RotationRehearsals,
    RotationRequests,
    RotationSchedule,
    CredentialChecks,
    AccessKeyRotations,
    RotationClaims,
    SecretRotations,
  ],
})
export class KmsModule {}
