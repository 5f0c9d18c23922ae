import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.ts';
import { Products } from '../identity/products.api.ts';
import { KmsGuardModule } from './kms-guard.module.ts';
import { kmsIdentity } from './kms-identity.ts';
import { KeysModule } from './keys/keys.module.ts';
import { SecretsModule } from './secrets/secrets.module.ts';
import { TagsModule } from './tags/tags.module.ts';

const parts = [KmsGuardModule, KeysModule, SecretsModule, TagsModule];

/** The core of KMS: keys and secrets. */
@Module({ imports: [IdentityModule, ...parts], exports: parts })
export class KmsModule {
  constructor(products: Products) {
    products.register(kmsIdentity);
  }
}
