import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { systemPath } from './programs.ts';

/** Where the service is, and the AccessKey that it is called with. */
export interface DemoService {
  readonly url: string;
  readonly sshPort: number;
  /** `<AccessKey id>:<secret>` of the account's root, as HTTP Basic expects it. */
  readonly basic: string;
}

// Has this file's extension and runs with our own Node options: the tests run the sources.
const program = join(import.meta.dirname, `service-process${extname(import.meta.filename)}`);

/** Sallyport itself, as a separate process on an embedded database. It ends with us, even when we are killed. */
export class ServiceProcess {
  private readonly child;

  /** `nodeOptions` are for the service alone. */
  constructor(
    private readonly dataDir: string,
    nodeOptions: readonly string[] = [],
  ) {
    this.child = spawn(process.execPath, [...process.execArgv, ...nodeOptions, program], {
      env: {
        PATH: systemPath,
        SALLYPORT_DATA_DIR: dataDir,
        SALLYPORT_HTTP_LISTEN: '127.0.0.1:0',
        SALLYPORT_SSH_LISTEN: '127.0.0.1:0',
        SALLYPORT_LOG_LEVEL: 'error',
      },
      stdio: ['pipe', 'pipe', 'inherit'],
      // Ctrl-C in the terminal is for the demo, which then stops the service itself.
      detached: true,
    });
    this.child.stdin.on('error', () => undefined);
  }

  async ready(): Promise<DemoService> {
    const { http, ssh } = await this.addresses();
    const { AccessKeyId, AccessKeySecret } = await readRootAccessKey(this.dataDir);
    return {
      url: `http://${http}`,
      sshPort: Number(ssh.split(':').at(-1)),
      basic: `${AccessKeyId}:${AccessKeySecret}`,
    };
  }

  /** A service that is still starting ends once it has started: nothing uses the data directory after that. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.stdin.end();
    await once(this.child, 'exit');
  }

  private async addresses(): Promise<{ http: string; ssh: string }> {
    for await (const line of createInterface({ input: this.child.stdout })) {
      const [, http, ssh] = /^ready http=(\S+) ssh=(\S+)$/.exec(line) ?? [];
      if (http && ssh) return { http, ssh };
    }
    throw new Error('the service ended before it was ready');
  }
}

async function readRootAccessKey(dataDir: string): Promise<{ AccessKeyId: string; AccessKeySecret: string }> {
  return JSON.parse(await readFile(join(dataDir, 'root-access-key.json'), 'utf8')) as never;
}
