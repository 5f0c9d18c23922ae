import { hold } from '../narrator.ts';
import type { Login } from '../openssh-client.ts';
import { OpenSession } from '../open-session.ts';
import type { Servers } from './servers.ts';
import { until, type Server, type Stage } from './stage.ts';

const rotationLimitMs = 60_000;

export async function rotatePassword(stage: Stage, { web }: Servers): Promise<void> {
  const { narrator } = stage;
  narrator.heading('The password is rotated under an open session');
  const session = await OpenSession.start(stage.client, stage.broker(web.target));
  try {
    await narrator.step('a session is open', () => session.answers());
    await rotate(stage, web);
    await narrator.step('the open session continues', () => session.answers());
  } finally {
    session.end();
  }
  await narrator.step('a new connection works immediately', () => stage.logsOn(web));
  const old = stage.direct(web.target, { password: web.password });
  await narrator.step('the server refuses the old password', async () =>
    hold(await isRefused(stage, old), 'it was let in'),
  );
}

export async function rotateKeyPair(stage: Stage, { database }: Servers): Promise<void> {
  stage.narrator.heading('The key pair is rotated');
  await rotate(stage, database);
  await stage.narrator.step('a new connection works immediately', () => stage.logsOn(database));
}

/** The last chapter, because it waits until the overlap with the previous key pair ends. */
export async function retireOldKey(stage: Stage, { database }: Servers): Promise<void> {
  stage.narrator.heading('The old key has a grace period of 60 seconds');
  const old = stage.direct(database.target, { privateKey: database.keyPair.privateKey });
  await stage.narrator.step('after it the server refuses the old key', () =>
    until('the old key to be refused', 3 * rotationLimitMs, () => isRefused(stage, old)),
  );
}

async function rotate(stage: Stage, { secretName }: Server): Promise<void> {
  const path = `/kms/secrets/${encodeURIComponent(secretName)}/value`;
  const run = async () => {
    await stage.api.post('/kms/secrets:rotate', { SecretName: secretName, VersionId: 'v2' });
    await until(
      'v2 to become ACSCurrent',
      rotationLimitMs,
      async () => (await stage.api.get(path))['VersionId'] === 'v2',
    );
    const { VersionId } = await stage.api.get(`${path}?VersionStage=ACSPrevious`);
    hold(VersionId === 'v1', `ACSPrevious is ${VersionId}`);
  };
  await stage.narrator.step('RotateSecret', run, () => 'v2 is ACSCurrent, v1 is ACSPrevious');
}

async function isRefused(stage: Stage, login: Login): Promise<boolean> {
  const { status, stderr } = await stage.client.ssh(login, 'true');
  hold(status === 0 || /Permission denied/.test(stderr), `ssh failed for another reason: ${stderr.trim()}`);
  return status !== 0;
}
