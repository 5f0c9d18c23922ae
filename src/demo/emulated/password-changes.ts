import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Accounts } from './accounts.ts';
import type { ScratchFolder } from './scratch-folder.ts';

const longestRequest = 4096;

/** Carries out what the emulated `chpasswd` requests on its named pipe: lines `<number> <user>:<password>`. */
export class PasswordChanges {
  private readonly pipe: Socket;
  private rest = '';

  constructor(
    private readonly scratch: ScratchFolder,
    private readonly accounts: Accounts,
  ) {
    // Open for writing too, since otherwise the pipe ends whenever a writer closes it.
    const descriptor = openSync(scratch.requests, constants.O_RDWR | constants.O_NONBLOCK);
    this.pipe = new Socket({ fd: descriptor, readable: true, writable: false });
    this.pipe.setEncoding('utf8').on('data', (text: string) => this.receive(text));
    this.pipe.on('error', () => this.close());
  }

  close(): void {
    this.pipe.destroy();
  }

  private receive(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = (lines.pop() ?? '').slice(-longestRequest);
    for (const line of lines) this.change(line);
  }

  private change(line: string): void {
    const [, asker, name, password] = /^(\d+) ([^:]*):(.*)$/.exec(line) ?? [];
    if (name !== undefined && password)
      this.answer(asker, this.accounts.setPassword(name, password) ? 'changed' : `unknown user ${name}`);
    else this.answer(/^\d+/.exec(line)?.[0], 'a line is not "user:password"');
  }

  // The asker holds its pipe open both ways before it asks, so this neither waits nor fails while the asker lives.
  private answer(asker: string | undefined, verdict: string): void {
    try {
      const path = this.scratch.at('control', `answer.${asker}`);
      const descriptor = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
      // Sessions can put anything there, and we may have more rights than they have.
      if (fstatSync(descriptor).isFIFO()) writeSync(descriptor, `${verdict}\n`);
      closeSync(descriptor);
    } catch {
      // The asker was killed meanwhile.
    }
  }
}
