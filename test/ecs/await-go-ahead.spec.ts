import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awaitGoAhead, askingSign } from '../../src/ecs/assistant/await-go-ahead.ts';
import { goAheadSeconds, LaunchFailure } from '../../src/ecs/ecs.api.ts';

describe('a script that needs a go-ahead', () => {
  let tools: string;
  beforeEach(async () => {
    tools = await mkdtemp(join(tmpdir(), 'sallyport-tools-'));
  });
  afterEach(() => rm(tools, { recursive: true }));

  /** Runs it on a host whose clock shows these seconds, one after another. */
  async function runAt(times: readonly number[], input: string): Promise<{ code: number; output: string }> {
    const lines = times.map((time, turn) => `[ -e "$0.${turn}" ] || { : >"$0.${turn}"; echo ${time}; exit; }`);
    await writeFile(join(tools, 'date'), `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o700 });
    const env = { PATH: `${tools}:${process.env['PATH']}` };
    return new Promise((resolve) => {
      const child = execFile('/bin/sh', ['-c', `${awaitGoAhead}\ncat`], { env }, (error, output) =>
        resolve({ code: Number(error?.code ?? 0), output }),
      );
      child.stdin?.end(input);
    });
  }

  it('asks, and begins with what comes after the consent', async () => {
    expect(await runAt([1_000, 1_000 + goAheadSeconds], 'go\nits input')).toEqual({
      code: 0,
      output: `${askingSign}its input`,
    });
  });

  it.each([
    ['the consent was on its way for too long', [1_000, 1_001 + goAheadSeconds], 'go\nits input'],
    ['the clock was set back in the meantime', [1_000, 999], 'go\nits input'],
    ['no consent comes', [1_000, 1_000], ''],
  ])('does not begin when %s', async (_when, times, input) => {
    expect(await runAt(times, input)).toEqual({ code: LaunchFailure.tooLate, output: askingSign });
  });
});
