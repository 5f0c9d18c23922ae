import { connect } from './story/connections.ts';
import { deleteAndRestore } from './story/deletion.ts';
import { importSecrets } from './story/grants.ts';
import { retireOldKey, rotateKeyPair, rotatePassword } from './story/rotations.ts';
import { keepSecrets } from './story/secrets.ts';
import { startServers } from './story/servers.ts';
import type { Stage } from './story/stage.ts';

/** The main use: secrets in KMS, hosts in the bastion, an engineer on SSH, and rotations while they work. */
export async function tellStory(stage: Stage, invite: () => void): Promise<void> {
  const servers = await startServers(stage);
  await keepSecrets(stage, servers);
  await importSecrets(stage, servers);
  await connect(stage, servers);
  await rotateKeyPair(stage, servers);
  await rotatePassword(stage, servers);
  await deleteAndRestore(stage, servers);
  invite();
  await retireOldKey(stage, servers);
}
