import { CreateAccount } from './create-account.ts';
import { GetAccountAlias } from './get-account-alias.ts';
import { GetPasswordPolicy } from './get-password-policy.ts';
import { GetSecurityPreference } from './get-security-preference.ts';

export const accountsOperations = [CreateAccount, GetAccountAlias, GetPasswordPolicy, GetSecurityPreference];
