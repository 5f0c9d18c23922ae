import { Module } from '@nestjs/common';
import { KmsGuardModule } from './kms-guard.module.ts';
import { KeysModule } from './keys/keys.module.ts';
import { SecretsModule } from './secrets/secrets.module.ts';
import { TagsModule } from './tags/tags.module.ts';

const parts = [KmsGuardModule, KeysModule, SecretsModule, TagsModule];

/** The core of KMS: keys and secrets. */
@Module({ imports: parts, exports: parts })
export class KmsModule {}
