import { Module } from '@nestjs/common';
import { DatabaseModule } from '../../database/database.module.ts';
import { SealingModule } from '../../sealing/sealing.module.ts';
import { KeysModule } from '../keys/keys.module.ts';
import { SecretsModule } from '../secrets/secrets.module.ts';
import { ResourceTags } from './resource-tags.ts';
import { TagListing } from './tag-listing.ts';

const services = [ResourceTags, TagListing];

/** Tags of keys and secrets. */
@Module({
  imports: [DatabaseModule, SealingModule, KeysModule, SecretsModule],
  providers: services,
  exports: services,
})
export class TagsModule {}
