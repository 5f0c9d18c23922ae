import { CreateHostAccount } from './create-host-account.ts';
import { DeleteHostAccount } from './delete-host-account.ts';
import { GetHostAccount } from './get-host-account.ts';
import { ImportKMSSecretsForHost } from './import-kms-secrets-for-host.ts';
import { ListHostAccounts } from './list-host-accounts.ts';
import { ListImportableKMSSecretsForHost } from './list-importable-kms-secrets-for-host.ts';
import { ModifyHostAccount } from './modify-host-account.ts';
import { ResetHostAccountCredential } from './reset-host-account-credential.ts';
import { VerifyHostAccount } from './verify-host-account.ts';

export const hostAccountsOperations = [
  CreateHostAccount,
  DeleteHostAccount,
  GetHostAccount,
  ImportKMSSecretsForHost,
  ListHostAccounts,
  ListImportableKMSSecretsForHost,
  ModifyHostAccount,
  ResetHostAccountCredential,
  VerifyHostAccount,
];
