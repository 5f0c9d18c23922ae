import { Api } from '../../src/demo/api.ts';
import { newPassword } from '../../src/demo/passwords.ts';
import type { DemoService } from '../../src/demo/service.ts';
import type { TargetInstance } from '../../src/demo/target-instance.ts';
import type { SshKeyPair } from '../../src/ssh/keys.ts';

const region = 'cn-hangzhou';
const secretName = 'acs/ecs/bench';

/** What an engineer needs to get to an account of a target through the broker. */
export interface Grant {
  readonly target: TargetInstance;
  readonly account: string;
  /** The account's key pair, which goes into KMS. */
  readonly accountKey: SshKeyPair;
  readonly engineer: string;
  /** The engineer logs in to the broker with the private half. */
  readonly engineerPublicKey: string;
}

/** Sets up everything on the way: instance, secret, host, user, grant. */
export async function grantHost(service: DemoService, grant: Grant): Promise<void> {
  const api = new Api(service);
  const instanceId = await registerInstance(api, grant.target);
  await createSecret(api, grant, instanceId);
  const { Instances } = await api.get('/bastionhost/instances');
  const bastion = { InstanceId: Instances[0].InstanceId as string };
  const { HostId } = await api.post('/bastionhost/hosts', {
    ...bastion,
    HostName: grant.target.name,
    OSType: 'Linux',
    Source: 'Ecs',
    SourceInstanceId: instanceId,
    InstanceRegionId: region,
    ActiveAddressType: 'Private',
    HostPrivateAddress: grant.target.address,
  });
  const Secrets = [{ SecretName: secretName, SecretType: 'ECS' }];
  await api.post('/bastionhost/hosts:import-kms-secrets', { ...bastion, HostId, Secrets });
  const accounts = `/bastionhost/host-accounts?InstanceId=${bastion.InstanceId}&HostId=${HostId}`;
  const { HostAccounts } = await api.get(accounts);
  await api.post('/bastionhost/users:attach-host-accounts', {
    ...bastion,
    UserId: await createEngineer(api, bastion, grant),
    Hosts: JSON.stringify([{ HostId, HostAccountIds: [HostAccounts[0].HostAccountId] }]),
  });
}

async function registerInstance(
  api: Api,
  { name, address, port, managementCredential }: TargetInstance,
): Promise<string> {
  const { userName, password, privateKey } = managementCredential;
  const { InstanceId } = await api.post('/ecs/instances:register', {
    RegionId: region,
    InstanceName: name,
    OSType: 'Linux',
    Address: address,
    Port: port,
    ManagementUserName: userName,
    ...(password ? { ManagementPassword: password.reveal() } : { ManagementPrivateKey: privateKey?.reveal() }),
  });
  return InstanceId as string;
}

async function createSecret(api: Api, { account, accountKey }: Grant, InstanceId: string): Promise<void> {
  const { publicKey, privateKey } = accountKey;
  await api.post('/kms/secrets', {
    SecretName: secretName,
    SecretType: 'ECS',
    VersionId: 'v1',
    SecretData: JSON.stringify({ UserName: account, PublicKey: publicKey, PrivateKey: privateKey.reveal() }),
    ExtendedConfig: JSON.stringify({ SecretSubType: 'SSHKey', RegionId: region, InstanceId, CustomData: {} }),
  });
}

async function createEngineer(api: Api, bastion: { InstanceId: string }, grant: Grant): Promise<string> {
  const { engineer: UserName, engineerPublicKey } = grant;
  const Password = newPassword().reveal();
  const { UserId } = await api.post('/bastionhost/users', { ...bastion, UserName, Source: 'Local', Password });
  const PublicKey = Buffer.from(engineerPublicKey).toString('base64');
  await api.post('/bastionhost/user-public-keys', { ...bastion, UserId, PublicKeyName: 'bench', PublicKey });
  return UserId as string;
}
