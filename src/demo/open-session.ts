import type { ChildProcess } from 'node:child_process';
import { hold } from './narrator.ts';
import type { Login, OpensshClient } from './openssh-client.ts';

const limitMs = 20_000;

/** A session that stays open: a remote shell without a terminal, queried now and then. */
export class OpenSession {
  private output = '';
  private asked = 0;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  static async start(client: OpensshClient, login: Login): Promise<OpenSession> {
    return new OpenSession(await client.start(login, ['target', 'sh']));
  }

  /** Resolves when the shell has answered a new question. @throws Error when it does not answer in time */
  async answers(): Promise<void> {
    const question = ++this.asked;
    this.child.stdin?.write(`echo answer-$((${question}+0))\n`);
    const deadline = performance.now() + limitMs;
    while (!this.output.includes(`answer-${question}\n`)) {
      hold(performance.now() < deadline && this.child.exitCode === null, 'the session does not answer');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  end(): void {
    this.child.stdin?.end();
  }
}
