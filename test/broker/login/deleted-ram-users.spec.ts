import { Redacted } from '../../../src/common/redacted.ts';
import type { Login } from '../../../src/demo/openssh-client.ts';
import { generateSshKeyPair } from '../../../src/ssh/keys.ts';
import { allow, RamAccount, type TestUser } from '../../ram/ram-account.ts';
import { refusal } from '../../support/api-clients.ts';
import { openTerminal } from '../../support/openssh-terminal.ts';
import { describeWithSshd } from '../../support/requirements.ts';
import { account, BrokerUnderTest, engineerPassword, said, type Server } from '../broker-under-test.ts';

/** A user of the bastion who stands for a RAM user, and each way in that they have. */
interface Person {
  readonly ramUser: TestUser;
  readonly UserId: string;
  readonly ways: Readonly<Record<'password' | 'key' | 'token', Login>>;
}

// Open sessions: revocation.spec.ts.
describeWithSshd('a user whose RAM user is deleted', () => {
  let broker: BrokerUnderTest;
  let ram: RamAccount;
  let web: Server;

  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    ram = new RamAccount(broker.app);
    web = await broker.server('web-01');
  });
  afterAll(() => broker.stop());

  async function person(): Promise<Person> {
    const ramUser = await ram.newUser([allow('yundun-bastionhost:*')]);
    const { name: UserName, id: SourceUserId } = ramUser;
    const UserId = await broker.engineer(UserName, [web], { Source: 'Ram', SourceUserId });
    const { privateKey, publicKey } = await generateSshKeyPair('ed25519');
    const PublicKey = Buffer.from(publicKey).toString('base64');
    await broker.bastionhost('CreateUserPublicKey', { UserId, PublicKeyName: 'laptop', PublicKey });
    const user = `${UserName}@${account}@web-01`;
    const token = new Redacted(await tokenOf(ramUser));
    const ways = {
      password: broker.login(user),
      key: broker.login(user, { privateKey }),
      token: broker.login(user, { password: token }),
    };
    return { ramUser, UserId, ways };
  }

  async function tokenOf({ credentials }: TestUser): Promise<string> {
    const asset = { AssetId: web.hostId, AssetType: 'Host', AssetAccountName: account };
    const { AssetOperationToken } = await broker.bastionhost('GenerateAssetOperationToken', asset, credentials);
    return AssetOperationToken.Token;
  }

  const answerTo = async (login: Login) => {
    const run = await broker.client.ssh(login, 'hostname');
    return run.status === 0 ? run.stdout.toString() : said(run);
  };
  const stateOf = async (UserId: string) => (await broker.bastionhost('GetUser', { UserId })).User.UserState;

  it('does not log on in any way, and is told why once they have proven who they are', async () => {
    const { ramUser, UserId, ways } = await person();
    for (const way of Object.values(ways)) expect(await answerTo(way)).toBe('web-01\n');
    await ram.deleteUser(ramUser);
    const told = expect.stringMatching(/^sallyport: your RAM user was deleted \(request [\dA-F-]+\)\n$/);
    for (const way of Object.values(ways)) expect(await answerTo(way)).toEqual(told);
    const wrong = { ...ways.password, password: new Redacted('Wrong-horse-7') };
    expect(await answerTo(wrong)).toMatch(/: Permission denied \(publickey,password,keyboard-interactive\)\.\n$/);
    expect(await stateOf(UserId)).toEqual(['RemoteDeleted']);
    const { Users } = await broker.bastionhost('ListUsers', { UserState: 'RemoteDeleted' });
    expect(Users).toEqual([expect.objectContaining({ UserId })]);
    const connects = await broker.audited('Connect');
    expect(connects.slice(-3).map(({ result }) => result)).toEqual(Array(3).fill('RamUserDeleted'));
  });

  it('is nobody else who is given the name: they have to be added anew', async () => {
    const { ramUser, UserId, ways } = await person();
    await ram.deleteUser(ramUser);
    const UserName = ramUser.name;
    const { User } = await ram.call('CreateUser', { UserName });
    expect(await answerTo(ways.key)).toContain('your RAM user was deleted');
    const other = { UserName, Source: 'Ram', SourceUserId: User.UserId, Password: engineerPassword.reveal() };
    expect(await refusal(broker.bastionhost('CreateUser', other))).toMatchObject({ code: 'UserAlreadyExists' });
    await broker.bastionhost('DeleteUser', { UserId });
    const added = await broker.bastionhost('CreateUser', other);
    expect(await stateOf(added.UserId)).toEqual(['Normal']);
    expect(await answerTo(ways.password)).toContain('or you may not use it');
  });

  it('leaves the menu, and is still locked where they were', async () => {
    const { ramUser, UserId } = await person();
    const menu = await openTerminal(broker.client, broker.login(ramUser.name));
    await menu.shows(/1-1 of 1/);
    await ram.deleteUser(ramUser);
    await menu.shows(/sallyport: the RAM user was deleted\r\n/);
    expect(await menu.ended).toBe(255);
    await broker.bastionhost('LockUsers', { UserIds: JSON.stringify([UserId]) });
    expect(await stateOf(UserId)).toEqual(['Frozen']);
  });

  it('is the same user as before where the deletion is refused', async () => {
    const { ramUser, ways } = await person();
    const deletion = ram.call('DeleteUser', { UserName: ramUser.name });
    expect(await refusal(deletion)).toMatchObject({ code: 'DeleteConflict.User.AccessKey' });
    expect(await answerTo(ways.key)).toBe('web-01\n');
  });
});
