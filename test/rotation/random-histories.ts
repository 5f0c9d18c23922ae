import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { stopOwnEngine } from './engine.ts';
import type { ModelKind } from './model-kinds.ts';
import { ModelSecret } from './model-secret.ts';
import { RandomHistory } from './random-history.ts';

/** Runs histories one after another while `goesOn` says so, and returns their number. A failure names its seed. */
export async function liveHistories(
  kind: ModelKind,
  firstSeed: number,
  goesOn: (lived: number) => boolean,
): Promise<number> {
  const app: TestApplication = await startTestApplication();
  try {
    await stopOwnEngine(app);
    let lived = 0;
    for (; goesOn(lived); lived += 1) await liveOne(app, kind, firstSeed + lived);
    return lived;
  } finally {
    await app.stop();
  }
}

async function liveOne(app: TestApplication, kind: ModelKind, seed: number): Promise<void> {
  const history = new RandomHistory(await ModelSecret.create(app, kind), seed);
  try {
    await history.live();
  } catch (error) {
    throw new Error(`seed ${seed}: ${(error as Error).message}\n${history.history.join('\n')}`, { cause: error });
  } finally {
    // The next one would take what is left.
    await app.database.dataSource.query('delete from kms_rotations');
  }
}
