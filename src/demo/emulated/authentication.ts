import ssh2, { type AuthContext, type AuthenticationType, type Connection, type PublicKeyAuthContext } from 'ssh2';

/** Who may log in, and with what. */
export interface LoginAccounts<Account> {
  find(name: string): Account | undefined;
  passwordMatches(name: string, password: string): boolean;
  authorizedKeys(name: string): Promise<{ readonly type: string; readonly blob: Buffer }[]>;
}

const offered: AuthenticationType[] = ['publickey', 'password'];
const maximumFailures = 6;

/** Answers a connection's login attempts from the accounts; after six failures the connection ends, as with sshd. */
export function authenticate<Account>(
  accounts: LoginAccounts<Account>,
  connection: Connection,
  loggedIn: (account: Account) => void,
): void {
  let failures = 0;
  let account: Account | undefined;
  connection.on('ready', () => (account === undefined ? connection.end() : loggedIn(account)));
  const answer = async (context: AuthContext) => {
    account = await accountFor(accounts, context);
    if (account !== undefined) context.accept();
    else if (context.method !== 'none' && ++failures >= maximumFailures) connection.end();
    else context.reject(offered);
  };
  connection.on('authentication', (context) => void answer(context).catch(() => connection.end()));
}

async function accountFor<Account>(
  accounts: LoginAccounts<Account>,
  context: AuthContext,
): Promise<Account | undefined> {
  const { method, username } = context;
  const accepted =
    (method === 'password' && accounts.passwordMatches(username, context.password)) ||
    (method === 'publickey' && (await keyAccepted(accounts, context)));
  return accepted ? accounts.find(username) : undefined;
}

// Without a signature, the client only asks whether the key would do; ssh2 then answers that and logs no one in.
async function keyAccepted(accounts: LoginAccounts<unknown>, context: PublicKeyAuthContext): Promise<boolean> {
  const keys = await accounts.authorizedKeys(context.username);
  const match = keys.find(({ blob }) => blob.equals(context.key.data));
  if (match === undefined) return false;
  if (context.signature === undefined || context.blob === undefined) return true;
  const key = ssh2.utils.parseKey(`${match.type} ${match.blob.toString('base64')}`);
  return !(key instanceof Error) && key.verify(context.blob, context.signature, context.hashAlgo) === true;
}
