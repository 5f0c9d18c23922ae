import { Accounts } from '../identity/identity.api.ts';
import { RootAccessKeys } from '../identity/root-access-keys.api.ts';
import { IdentityModule } from '../identity/identity.module.ts';
import { runCommand } from './command.ts';

// `npm run root-access-key [-- <account id>]`: replaces a lost root AccessKey, by default that of the first account.
await runCommand([IdentityModule], async (context) => {
  const accountId = process.argv[2] ?? context.get(Accounts).primaryAccountId();
  const path = await context.get(RootAccessKeys).replace(accountId);
  process.stdout.write(
    `${path} has the new root AccessKey of account ${accountId}; the account's other root AccessKeys are disabled\n`,
  );
  return 0;
});
