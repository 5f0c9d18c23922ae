import { spawn, type ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';

type Environment = Readonly<Record<string, string | undefined>>;

// Each reads blocks from descriptor 3, a line of Base64 each, and ends what a block prints with a NUL.
const programs = {
  bash: ['bash', '-c', 'exec 2>&1; while read -r line <&3; do eval "$(base64 -d <<<"$line")"; printf "\\0"; done'],
  python: [
    'python3',
    '-c',
    [
      'import base64, os',
      'os.dup2(1, 2)',
      'scope = {}',
      'for line in open(3):',
      "    exec(base64.b64decode(line), scope), print(end='\\0', flush=True)",
    ].join('\n'),
  ],
} as const;

/** A shell or Python that stays, as in somebody's terminal: what a block defines, later blocks find. */
export class Interpreter {
  private printed = '';
  private readonly chunks: AsyncIterator<string>;

  private constructor(private readonly child: ChildProcess) {
    this.chunks = child.stdout!.setEncoding('utf8')[Symbol.asyncIterator]() as AsyncIterator<string>;
  }

  /** @param input what its blocks read from standard input */
  static start(language: keyof typeof programs, cwd: string, env: Environment, input = ''): Interpreter {
    const [program, ...parameters] = programs[language];
    const child = spawn(program, parameters, { cwd, env, stdio: ['pipe', 'pipe', 'inherit', 'pipe'] });
    child.stdin!.end(input);
    return new Interpreter(child);
  }

  /**
   * Runs a block to its end; answers what it printed, standard error included.
   * @throws Error with what it printed when the interpreter ends instead
   */
  async run(block: string): Promise<string> {
    (this.child.stdio[3] as Writable).write(`${Buffer.from(block).toString('base64')}\n`);
    while (!this.printed.includes('\0')) {
      const { value, done } = await this.chunks.next();
      if (done) throw new Error(`it ended: ${this.printed}`);
      this.printed += value;
    }
    const [printed = '', ...rest] = this.printed.split('\0');
    this.printed = rest.join('\0');
    return printed;
  }

  end(): void {
    this.child.kill();
  }
}
