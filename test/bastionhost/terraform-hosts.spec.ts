import { generateSshKeyPair, parsePublicKey } from '../../src/ssh/keys.ts';
import { refusal, type Members } from '../support/api-clients.ts';
import { inBase64, newAccount, region, type BastionAccount } from './bastion-account.ts';

// What the provider alicloud 1.285 sends for its resources and data sources of hosts, host accounts and shared keys,
// and what it reads of the answers.

describe("Terraform's provider", () => {
  let bastion: BastionAccount;
  beforeAll(async () => {
    bastion = await newAccount();
  });

  const send = (action: string, parameters: Members = {}) => bastion.call(action, { RegionId: region, ...parameters });
  /** The operations on shared keys carry no region. */
  const sendBare = (action: string, parameters: Members = {}) => bastion.call(action, parameters);
  const privateKey = async () => (await generateSshKeyPair('ed25519')).privateKey.reveal();

  /** A delete succeeds where this code stands anywhere in the error. */
  const expectGone = async (action: string, parameters: Members) => {
    const error = await send(action, parameters).catch((thrown: { data: Members }) => thrown);
    expect(JSON.stringify(error.data)).toContain('OBJECT_NOT_FOUND');
  };

  const page = { PageNumber: 1, PageSize: 50 };

  it('creates, reads, changes, imports, lists and destroys a host', async () => {
    const server = { HostName: 'tf', OSType: 'Linux', Source: 'Local', ActiveAddressType: 'Private' };
    const { HostId } = await send('CreateHost', { ...server, HostPrivateAddress: '172.16.0.10', Comment: 'one' });
    const key = { HostId: String(HostId) };
    const read = async () => (await send('GetHost', key)).Host;
    await expect(read()).resolves.toMatchObject({ ...server, ...key, HostPrivateAddress: '172.16.0.10' });
    const change = {
      HostName: 'tf-2',
      Comment: 'two',
      HostPrivateAddress: '172.16.0.11',
      HostPublicAddress: '192.0.2.9',
    };
    await send('ModifyHost', { ...key, ...change });
    await expect(read()).resolves.toMatchObject({ ...key, ...change });
    await send('ModifyHostsActiveAddressType', { HostIds: JSON.stringify([HostId]), ActiveAddressType: 'Public' });
    await expect(read()).resolves.toMatchObject({ ...change, ActiveAddressType: 'Public' });
    await send('ModifyHost', { ...key, OSType: 'Windows' });
    await expect(read()).resolves.toMatchObject({ OSType: 'Windows', Protocols: [{ ProtocolName: 'RDP' }] });

    const { Hosts } = await send('ListHosts', { ...page, HostName: 'tf-2' });
    expect(Hosts).toMatchObject([{ ...key, ...change, HostAccountCount: 0 }]);
    await expect(send('ListHosts', { ...page, PageNumber: 2 })).resolves.toMatchObject({ Hosts: [] });

    await send('DeleteHost', key);
    await expect(refusal(read())).resolves.toMatchObject({ code: 'HostNotFound' });
    await expectGone('DeleteHost', key);
  });

  it('creates, reads, changes, imports, lists and destroys a host_account', async () => {
    const HostId = await bastion.host();
    const draft = { HostAccountName: 'tf', HostId, ProtocolName: 'SSH' };
    const created = await send('CreateHostAccount', { ...draft, Password: 'YourPassword12345' });
    const key = { HostAccountId: String(created.HostAccountId) };
    const read = async () => (await send('GetHostAccount', key)).HostAccount;
    await expect(read()).resolves.toMatchObject({ ...draft, ...key, HasPassword: true });
    await send('ModifyHostAccount', { ...key, HostAccountName: 'tf-2' });
    await send('ModifyHostAccount', { ...key, Password: 'YourPassword123456' });
    await send('ModifyHostAccount', { ...key, PrivateKey: inBase64(await privateKey()) });
    await expect(read()).resolves.toMatchObject({ ...key, HostAccountName: 'tf-2', HostId, ProtocolName: 'SSH' });

    const { HostAccounts } = await send('ListHostAccounts', { ...page, HostId });
    expect(HostAccounts).toMatchObject([{ ...key, HostId, HasPassword: true, HostAccountName: 'tf-2' }]);

    await send('DeleteHostAccount', key);
    await expect(refusal(read())).resolves.toMatchObject({ code: 'HostAccountNotFound', status: 404 });
    await expectGone('DeleteHostAccount', key);
  });

  it('creates, reads, changes, imports, lists and destroys a host_share_key', async () => {
    const { publicKey, privateKey: first } = await generateSshKeyPair('rsa-3072');
    const draft = { HostShareKeyName: 'tf', PrivateKey: inBase64(first.reveal()) };
    const { HostShareKeyId } = await sendBare('CreateHostShareKey', draft);
    const key = { HostShareKeyId: String(HostShareKeyId) };
    const read = async () => (await sendBare('GetHostShareKey', key)).HostShareKey;
    await expect(read()).resolves.toMatchObject({
      HostShareKeyName: 'tf',
      PrivateKeyFingerPrint: parsePublicKey(publicKey).fingerprintMd5,
    });
    await sendBare('ModifyHostShareKey', { ...key, HostShareKeyName: 'tf-2' });
    await sendBare('ModifyHostShareKey', { ...key, PrivateKey: inBase64(await privateKey()) });
    const changed = await read();
    expect(changed).toMatchObject({ ...key, HostShareKeyName: 'tf-2' });

    const { HostShareKeys } = await sendBare('ListHostShareKeys', page);
    expect(HostShareKeys).toContainEqual({ ...changed, HostAccountCount: 0 });

    await sendBare('DeleteHostShareKey', key);
    await expect(refusal(read())).resolves.toMatchObject({ code: 'HostShareKeyNotFound', status: 404 });
  });

  it('creates, finds page by page and destroys a host_account_share_key_attachment', async () => {
    const [HostShareKeyId] = await bastion.shareKey('attached');
    const accountId = await bastion.account(await bastion.host(), 'root');
    const change = { HostShareKeyId, HostAccountIds: [accountId] };
    const found = async () => {
      const { HostAccounts } = await sendBare('ListHostAccountsForHostShareKey', { HostShareKeyId, ...page });
      return HostAccounts.map(({ HostsAccountId }: Members) => HostsAccountId);
    };
    await sendBare('AttachHostAccountsToHostShareKey', change);
    await expect(found()).resolves.toEqual([accountId]);
    await sendBare('DetachHostAccountsFromHostShareKey', change);
    await expect(found()).resolves.toEqual([]);
    await expect(sendBare('DetachHostAccountsFromHostShareKey', change)).resolves.toHaveProperty('Results');
  });
});
