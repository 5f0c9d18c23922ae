import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module.ts';
import { SealingModule } from '../sealing/sealing.module.ts';
import { AccessKeyEntity } from './access-key.entity.ts';
import { AccessKeysService } from './access-keys.service.ts';
import { AccountEntity } from './account.entity.ts';
import { AuthorizationService } from './authorization.service.ts';
import { AccessKeys, Accounts, Authorization, Nonces } from './identity.api.ts';
import { NoncesService } from './nonces.service.ts';
import { PrimaryAccountService } from './primary-account.service.ts';
import { RootAccessKey } from './root-access-key.ts';

@Module({
  imports: [TypeOrmModule.forFeature([AccountEntity, AccessKeyEntity]), DatabaseModule, SealingModule],
  providers: [
    RootAccessKey,
    { provide: Accounts, useClass: PrimaryAccountService },
    { provide: AccessKeys, useClass: AccessKeysService },
    { provide: Nonces, useClass: NoncesService },
    { provide: Authorization, useClass: AuthorizationService },
  ],
  // The database module goes along for its Clock: the gateway judges timestamps by it and may not know the database itself.
  exports: [Accounts, AccessKeys, Nonces, Authorization, DatabaseModule],
})
export class IdentityModule {}
