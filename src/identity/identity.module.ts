import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module.ts';
import { SealingModule } from '../sealing/sealing.module.ts';
import { AccessKeyEntity } from './access-keys/access-key.entity.ts';
import { AccessKeysService } from './access-keys/access-keys.service.ts';
import { LastUses } from './access-keys/last-uses.ts';
import { AccountEntity } from './accounts/account.entity.ts';
import { AccountCreation } from './accounts/account-creation.service.ts';
import { PrimaryAccountService } from './accounts/primary-account.service.ts';
import { RootAccessKey } from './accounts/root-access-key.ts';
import { AuthorizationService } from './evaluation/authorization.service.ts';
import { AccessKeys, Accounts, Authorization, NewAccounts, Nonces } from './identity.api.ts';
import { NoncesService } from './nonces.service.ts';

@Module({
  imports: [TypeOrmModule.forFeature([AccountEntity, AccessKeyEntity]), DatabaseModule, SealingModule],
  providers: [
    RootAccessKey,
    LastUses,
    AccountCreation,
    { provide: NewAccounts, useExisting: AccountCreation },
    { provide: Accounts, useClass: PrimaryAccountService },
    { provide: AccessKeys, useClass: AccessKeysService },
    { provide: Nonces, useClass: NoncesService },
    { provide: Authorization, useClass: AuthorizationService },
  ],
  // The database module goes along for its Clock: the gateway judges timestamps by it and may not know the database itself.
  exports: [Accounts, NewAccounts, AccessKeys, Nonces, Authorization, DatabaseModule],
})
export class IdentityModule {}
