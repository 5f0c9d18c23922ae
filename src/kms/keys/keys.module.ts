import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../../database/database.module.ts';
import { IdentityModule } from '../../identity/identity.module.ts';
import { SealingModule } from '../../sealing/sealing.module.ts';
import { KmsGuardModule } from '../kms-guard.module.ts';
import { Alias } from './alias.entity.ts';
import { Aliases } from './aliases.ts';
import { AsymmetricCiphers } from './asymmetric-ciphers.ts';
import { Encryption } from './encryption.ts';
import { ImportTokens } from './import-tokens.ts';
import { ImportedMaterials } from './imported-materials.ts';
import { KeyChanges } from './key-changes.ts';
import { KeyCreation } from './key-creation.ts';
import { KeyDeletion } from './key-deletion.ts';
import { KeyLookup } from './key-lookup.ts';
import { KeyMaintenance } from './key-maintenance.ts';
import { KeyMaterialImport } from './key-material-import.ts';
import { KeyMaterials } from './key-materials.ts';
import { KeyRotation } from './key-rotation.ts';
import { KeyUse } from './key-use.ts';
import { KeyVersion } from './key-version.entity.ts';
import { KeyVersions } from './key-versions.ts';
import { Key } from './key.entity.ts';
import { KeysService } from './keys.ts';
import { MessageCodes } from './message-codes.ts';
import { ReEncryption } from './re-encryption.ts';
import { Signatures } from './signatures.ts';
import { SymmetricCiphers } from './symmetric-ciphers.ts';

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
