import type { Members } from '../../support/api-clients.ts';
import { BastionApplication } from '../bastion-application.ts';

/** Open connections and menus learn of changes from these events. */
describe('what engineers can connect to is announced', () => {
  let bastion: BastionApplication;
  let number = 0;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
  });
  afterAll(() => bastion.stop());

  const events = () =>
    bastion.app.database.dataSource.query<{ event_id: string; kind: string; fact: Members }[]>(
      "select event_id, kind, fact from events where kind like 'Access%'",
    );

  async function announcedBy(change: () => Promise<unknown>) {
    const before = new Set((await events()).map(({ event_id }) => event_id));
    await change();
    return (await events()).filter(({ event_id }) => !before.has(event_id));
  }

  /** A host with an account that has a password and a shared key, and one without. */
  async function prepared() {
    const name = `host-${(number += 1)}`;
    const hostId = await bastion.host({ HostName: name });
    const [key] = await bastion.shareKey(name);
    const account = await bastion.account(hostId, 'ops', { Password: 'Secret-1', HostShareKeyId: key });
    return { hostId, key, account, bare: await bastion.account(hostId, 'bare') };
  }
  type Prepared = Awaited<ReturnType<typeof prepared>>;

  const withKey = (action: string, account: keyof Prepared) => (thing: Prepared) =>
    bastion.call(action, { HostShareKeyId: thing.key, HostAccountIds: [thing[account]] });
  const modify = (change: Members) => (thing: Prepared) =>
    bastion.call('ModifyHostAccount', { HostAccountId: thing.account, ...change });
  const set = (settings: Members) => () => bastion.call('ModifyInstanceSettings', settings);

  it.each<readonly [string, string, (thing: Prepared) => Promise<unknown>]>([
    ['an account is created', 'AccessChanged', ({ hostId }) => bastion.account(hostId, 'another')],
    ['an account gets a password', 'AccessChanged', modify({ Password: 'Secret-2' })],
    [
      'an account loses its password',
      'AccessChanged',
      ({ account }) =>
        bastion.call('ResetHostAccountCredential', { HostAccountId: account, CredentialType: 'Password' }),
    ],
    ['an account gets a shared key', 'AccessChanged', withKey('AttachHostAccountsToHostShareKey', 'bare')],
    ['an account loses its shared key', 'AccessChanged', withKey('DetachHostAccountsFromHostShareKey', 'account')],
    [
      'a shared key is deleted',
      'AccessChanged',
      ({ key }) => bastion.call('DeleteHostShareKey', { HostShareKeyId: key }),
    ],
    ['users may name accounts', 'AccessChanged', set({ AllowEmptyAccount: true })],
    ['users may name none', 'AccessWithdrawn', set({ AllowEmptyAccount: false })],
    ['an account keeps its name', 'AccessChanged', modify({ HostAccountName: 'ops' })],
    ['an account gets another name', 'AccessWithdrawn', modify({ HostAccountName: 'admin' })],
    [
      'a host gets another operating system',
      'AccessWithdrawn',
      ({ hostId }) => bastion.call('ModifyHost', { HostId: hostId, OSType: 'Windows' }),
    ],
  ])('when %s: %s', async (_what, kind, change) => {
    const thing = await prepared();
    const announced = await announcedBy(() => change(thing));
    expect(announced).toMatchObject([{ kind, fact: { instanceId: bastion.instanceId } }]);
  });

  it('when a secret is imported: AccessChanged', async () => {
    const hostId = await bastion.ecsHost('i-announced');
    await bastion.passwordSecret('acs/ecs/announced', 'i-announced');
    const announced = await announcedBy(() => bastion.importSecret(hostId, 'acs/ecs/announced'));
    expect(announced).toMatchObject([{ kind: 'AccessChanged' }]);
  });

  it('by nothing where nothing was changed', async () => {
    const { key, account, bare } = await prepared();
    const announced = await announcedBy(async () => {
      await bastion.call('AttachHostAccountsToHostShareKey', { HostShareKeyId: key, HostAccountIds: [account] });
      await bastion.call('DetachHostAccountsFromHostShareKey', { HostShareKeyId: key, HostAccountIds: [bare] });
    });
    expect(announced).toEqual([]);
  });
});
