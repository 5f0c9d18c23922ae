import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWithPrograms } from '../support/requirements.ts';
import { DemoProcess } from './demo-process.ts';

const check = ['src/demo/main.ts', '--check'];
const firstServer = '✓ web-01';

describeWithPrograms(['ssh'], 'The demo', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demo-'));
    await chmod(folder, 0o711);
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends with a status that tells when %s comes before the story is told', async (signal, status) => {
    const demo = new DemoProcess(folder, check);
    await demo.tells(firstServer);
    demo.signal(signal);
    expect(await demo.ended).toBe(status);
  });

  it('ends with status 0 at Ctrl-C when the story is told', async () => {
    const demo = new DemoProcess(folder, ['test/demo/tell-briefly.ts']);
    await demo.tells('goes on until Ctrl-C');
    demo.signal('SIGINT');
    expect(await demo.ended).toBe(0);
  });

  // As npm does: its child has Ctrl-C from the terminal already, and once more from npm.
  it('takes a Ctrl-C that arrives twice for one', async () => {
    const demo = new DemoProcess(folder, ['test/demo/tell-briefly.ts']);
    await demo.tells('goes on until Ctrl-C');
    demo.signal('SIGINT');
    setTimeout(() => demo.signal('SIGINT'), 50);
    expect(await demo.ended).toBe(0);
  });
});
