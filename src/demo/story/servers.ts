import type { Redacted } from '../../common/redacted.ts';
import { generateSshKeyPair, type SshKeyPair } from '../../ssh/keys.ts';
import { newPassword } from '../passwords.ts';
import type { TargetInstance } from '../target-instance.ts';
import { account, region, type Server, type Stage } from './stage.ts';

/** The two servers of the story and the credentials that open them at its beginning. */
export interface Servers {
  readonly web: Server & { readonly password: Redacted<string> };
  readonly database: Server & { readonly keyPair: SshKeyPair };
}

export async function startServers(stage: Stage): Promise<Servers> {
  stage.narrator.heading('Two servers, in the inventory of ECS');
  const password = newPassword();
  const web = await start(stage, 'web-01', 'a password', { password });
  const keyPair = await generateSshKeyPair('rsa-3072');
  const database = await start(stage, 'db-01', 'a key pair', { authorizedKeys: [keyPair.publicKey] });
  return { web: { ...web, password }, database: { ...database, keyPair } };
}

type Opened = { password: Redacted<string> } | { authorizedKeys: string[] };

function start(stage: Stage, name: string, credentialKind: string, opened: Opened): Promise<Server> {
  return stage.narrator.step(
    `${name}, whose account ${account} has ${credentialKind}`,
    async () => register(stage, await stage.startTarget(name, { name: account, ...opened })),
    ({ target, instanceId }) => `${nature(target)} on port ${target.port}, registered as ${instanceId}`,
  );
}

function nature({ kind }: TargetInstance): string {
  return kind === 'emulated'
    ? 'an emulated instance (an SSH server of our own)'
    : 'a real sshd in a namespace of its own';
}

async function register(stage: Stage, target: TargetInstance): Promise<Server> {
  const { userName, password, privateKey } = target.managementCredential;
  const credential = password
    ? { ManagementPassword: password.reveal() }
    : { ManagementPrivateKey: privateKey?.reveal() };
  const { InstanceId } = await stage.api.post('/ecs/instances:register', {
    RegionId: region,
    InstanceName: target.name,
    OSType: target.osType,
    Address: target.address,
    Port: target.port,
    ManagementUserName: userName,
    ...credential,
  });
  return { target, instanceId: InstanceId as string, secretName: `acs/ecs/${target.name}-${account}` };
}
