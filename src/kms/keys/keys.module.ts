import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../../database/database.module.ts';
import { IdentityModule } from '../../identity/identity.module.ts';
import { SealingModule } from '../../sealing/sealing.module.ts';
import { KmsGuardModule } from '../kms-guard.module.ts';
import { Alias } from './alias.entity.ts';
import { Aliases } from './aliases.service.ts';
import { AsymmetricCiphers } from './asymmetric-ciphers.service.ts';
import { Encryption } from './encryption.service.ts';
import { ImportTokens } from './import-tokens.service.ts';
import { ImportedMaterials } from './imported-materials.service.ts';
import { KeyChanges } from './key-changes.service.ts';
import { KeyCreation } from './key-creation.service.ts';
import { KeyDeletion } from './key-deletion.service.ts';
import { KeyLookup } from './key-lookup.service.ts';
import { KeyMaintenance } from './key-maintenance.service.ts';
import { KeyMaterialImport } from './key-material-import.service.ts';
import { KeyMaterials } from './key-materials.service.ts';
import { KeyRotation } from './key-rotation.service.ts';
import { KeyUse } from './key-use.service.ts';
import { KeyVersion } from './key-version.entity.ts';
import { KeyVersions } from './key-versions.service.ts';
import { Key } from './key.entity.ts';
import { KeysService } from './keys.service.ts';
import { MessageCodes } from './message-codes.service.ts';
import { ReEncryption } from './re-encryption.service.ts';
import { Signatures } from './signatures.service.ts';
import { SymmetricCiphers } from './symmetric-ciphers.service.ts';

const services = [
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
  KeyMaterials,
];

/** Keys, their versions and aliases, and what is done with them. */
@Module({
  imports: [
    DatabaseModule,
    SealingModule,
    IdentityModule,
    KmsGuardModule,
    TypeOrmModule.forFeature([Key, KeyVersion, Alias]),
  ],
  providers: [...services, KeyLookup, SymmetricCiphers, ImportTokens, KeyMaintenance],
  exports: [...services],
})
export class KeysModule {}
