import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../support/eventually.ts';
import { describeWithPrograms } from '../support/requirements.ts';
import { DemoProcess } from './demo-process.ts';

describeWithPrograms(['ssh'], 'The demo', () => {
  let folder: string;
  let demo: DemoProcess;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demo-'));
    await chmod(folder, 0o711);
  });

  afterEach(async () => {
    demo.release();
    await rm(folder, { recursive: true, force: true });
  });

  const start = (...program: string[]) => (demo = new DemoProcess(folder, program));
  const startCheck = () => start('src/demo/main.ts', '--check');
  const left = async () => ({ processes: demo.processes(), files: await readdir(folder) });
  const nothing = { processes: [], files: [] };

  describe('before its story has ended', () => {
    it.each([
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const)('shows %s in its exit status, and leaves nothing behind', async (signal, status) => {
      startCheck();
      await demo.tells('✓ web-01');
      demo.signal(signal);
      expect(await demo.ended).toBe(status);
      expect(await left()).toEqual(nothing);
    });

    it('leaves nothing behind when the terminal is closed', async () => {
      startCheck();
      await demo.tells('✓ web-01');
      demo.hangUp();
      expect(await demo.ended).toBe(129);
      expect(await left()).toEqual(nothing);
    });

    it('leaves nothing behind when its reader has ended', async () => {
      startCheck();
      await demo.tells('✓ web-01');
      demo.closeOutput();
      expect(await demo.ended).toBe(129);
      expect(await left()).toEqual(nothing);
    });

    it('leaves nothing behind when it is interrupted while PostgreSQL starts', async () => {
      startCheck();
      await demo.startsDatabase();
      demo.signal('SIGINT');
      expect(await demo.ended).toBe(130);
      expect(await left()).toEqual(nothing);
    });

    it.each([
      ['while PostgreSQL starts', () => demo.startsDatabase()],
      ['in its story', () => demo.tells('✓ web-01')],
    ])(
      'leaves no process behind when it is killed %s',
      async (_when, moment) => {
        startCheck();
        await moment();
        demo.signal('SIGKILL');
        expect(await demo.ended).toBe('SIGKILL');
        await demo.endsEverything();
      },
      120_000,
    );
  });

  it('ends with status 1 when the story fails, though something of it still runs', async () => {
    start('test/demo/break.ts');
    expect(await demo.ended).toBe(1);
    expect(await left()).toEqual(nothing);
  });

  describe('when its story has ended', () => {
    // Where npm's shell becomes the demo, it gets Ctrl-C from the terminal and a moment later once more from npm.
    it('ends with status 0 at a Ctrl-C, though it may arrive twice', async () => {
      start('test/demo/tell-briefly.ts');
      await demo.tells('runs until Ctrl-C');
      demo.signal('SIGINT');
      await delay(50);
      demo.signalAgain('SIGINT');
      expect(await demo.ended).toBe(0);
      expect(await left()).toEqual(nothing);
    });

    it('does not wait at a second Ctrl-C for a server that does not end', async () => {
      start('test/demo/hang-at-end.ts');
      await demo.tells('runs until Ctrl-C');
      let isOver = false;
      void demo.ended.then(() => (isOver = true));
      await eventually('one of many Ctrl-C counts as a second one', () => {
        if (!isOver) demo.signal('SIGINT');
        return isOver;
      });
      expect(await demo.ended).toBe(130);
      await demo.endsEverything();
    });
  });
});
