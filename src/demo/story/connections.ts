import type { Servers } from './servers.ts';
import { account, engineer, type Stage } from './stage.ts';

export async function connect(stage: Stage, { web, database }: Servers): Promise<void> {
  stage.narrator.heading('The engineer, who knows none of these credentials');
  for (const server of [web, database]) {
    const title = `ssh ${engineer}@${account}@${server.target.name}`;
    await stage.narrator.step(
      title,
      () => stage.logsOn(server),
      (told) => told,
    );
  }
}
