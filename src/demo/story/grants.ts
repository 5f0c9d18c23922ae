import { hold } from '../narrator.ts';
import type { Servers } from './servers.ts';
import { engineer, region, type Server, type Stage } from './stage.ts';

export async function importSecrets(stage: Stage, servers: Servers): Promise<void> {
  stage.narrator.heading('The Bastionhost administrator');
  const { Instances } = await stage.api.get('/bastionhost/instances');
  const bastion = { InstanceId: Instances[0].InstanceId as string };
  const user = { ...bastion, UserName: engineer, Source: 'Local', Password: stage.engineerPassword.reveal() };
  const { UserId } = await stage.narrator.step(`creates the user ${engineer}`, () =>
    stage.api.post('/bastionhost/users', user),
  );
  for (const server of [servers.web, servers.database]) {
    const title = `imports ${server.secretName} onto the host ${server.target.name} and grants it to ${engineer}`;
    await stage.narrator.step(title, () => grant(stage, bastion, server, UserId as string));
  }
}

async function grant(stage: Stage, bastion: { InstanceId: string }, server: Server, UserId: string): Promise<void> {
  const { HostId } = await stage.api.post('/bastionhost/hosts', {
    ...bastion,
    HostName: server.target.name,
    OSType: 'Linux',
    Source: 'Ecs',
    SourceInstanceId: server.instanceId,
    InstanceRegionId: region,
    ActiveAddressType: 'Private',
    HostPrivateAddress: server.target.address,
  });
  const Secrets = [{ SecretName: server.secretName, SecretType: 'ECS' }];
  const imported = await stage.api.post('/bastionhost/hosts:import-kms-secrets', { ...bastion, HostId, Secrets });
  hold(imported['SuccessCount'] === 1, `the import answered ${JSON.stringify(imported['Results'])}`);
  const path = `/bastionhost/host-accounts?InstanceId=${bastion.InstanceId}&HostId=${HostId}`;
  const { HostAccounts } = await stage.api.get(path);
  const Hosts = JSON.stringify([{ HostId, HostAccountIds: [HostAccounts[0].HostAccountId] }]);
  await stage.api.post('/bastionhost/users:attach-host-accounts', { ...bastion, UserId, Hosts });
}
