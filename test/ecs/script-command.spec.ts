import { execFile } from 'node:child_process';
import {
  beginningSign,
  scriptCommand,
  scriptInput,
  printBeginningSign,
} from '../../src/ecs/assistant/script-command.ts';

describe('the command line for scripts', () => {
  function run(input: string): Promise<{ code: number; output: string }> {
    return new Promise((resolve) => {
      const child = execFile('/bin/sh', ['-c', scriptCommand], (error, output) =>
        resolve({ code: Number(error?.code ?? 0), output }),
      );
      child.stdin?.end(input);
    });
  }

  it('is one line that every login shell reads alike, within the word limit of Debian’s csh', () => {
    const words = scriptCommand.split("'");
    expect(words).toHaveLength(3);
    expect(Buffer.byteLength(words[1]!)).toBeLessThan(512);
    expect(scriptCommand).toMatch(/^[ -~]+$/);
    expect(scriptCommand).not.toContain('!');
  });

  it('runs a script with its arguments as they are, and leaves it the rest of the input', async () => {
    const parameters = [`it's "$HOME" \\n !x \``, 'two\nlines\n', '', 'Áé', '-n'];
    const script = scriptInput(`${printBeginningSign}\nfor one do printf '<%s>' "$one"; done\ncat`, parameters);
    expect(await run(`${script}its\ninput`)).toEqual({
      code: 0,
      output: `${beginningSign}${parameters.map((one) => `<${one}>`).join('')}its\ninput`,
    });
  });

  it('runs nothing of a truncated script', async () => {
    const script = scriptInput('echo one\necho two\necho three\n');
    for (let length = 0; length < script.length; length += 1) {
      const { code, output } = await run(script.slice(0, length));
      expect([length, code === 0, output]).toEqual([length, false, '']);
    }
  });

  it('does not show its sign by echoing what it reads', () => {
    expect(scriptInput(printBeginningSign)).not.toContain(beginningSign.trimEnd());
  });
});
