import type { Servers } from './servers.ts';
import { account, region, type Server, type Stage } from './stage.ts';

export async function keepSecrets(stage: Stage, { web, database }: Servers): Promise<void> {
  stage.narrator.heading('The secret administrator');
  const password = { UserName: account, Password: web.password.reveal() };
  await create(stage, 'keeps the password in KMS', web, 'Password', password);
  const { publicKey, privateKey } = database.keyPair;
  const keyPair = { UserName: account, PublicKey: publicKey, PrivateKey: privateKey.reveal() };
  await create(stage, 'keeps the key pair in KMS', database, 'SSHKey', keyPair);
}

function create(
  stage: Stage,
  title: string,
  server: Server,
  subType: string,
  data: Record<string, string>,
): Promise<unknown> {
  const config = { SecretSubType: subType, RegionId: region, InstanceId: server.instanceId, CustomData: {} };
  const secret = {
    SecretName: server.secretName,
    SecretType: 'ECS',
    VersionId: 'v1',
    SecretData: JSON.stringify(data),
    ExtendedConfig: JSON.stringify(config),
  };
  return stage.narrator.step(
    title,
    () => stage.api.post('/kms/secrets', secret),
    ({ SecretName, VersionId }) => `${SecretName}, version ${VersionId}`,
  );
}
