import { hold } from '../narrator.ts';
import type { Servers } from './servers.ts';
import type { Stage } from './stage.ts';

export async function deleteAndRestore(stage: Stage, { web }: Servers): Promise<void> {
  const { narrator, api } = stage;
  const path = `/kms/secrets/${encodeURIComponent(web.secretName)}`;
  narrator.heading('The secret is deleted, and restored');
  await narrator.step('DeleteSecret, to be done in 7 days', () => api.delete(`${path}?RecoveryWindowInDays=7`));
  const refused = async () => {
    const { status, stderr } = await stage.client.ssh(stage.broker(web.target), 'true');
    hold(status === 255, `ssh ended with ${status}`);
    return stderr.trim().split('\n').at(-1) ?? '';
  };
  await narrator.step('a new connection is refused and told why', refused, (line) => `"${line}"`);
  await narrator.step('RestoreSecret', () => api.post('/kms/secrets:restore', { SecretName: web.secretName }));
  await narrator.step('a new connection works again', () => stage.logsOn(web));
}
