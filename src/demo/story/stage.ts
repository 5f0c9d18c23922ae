import type { Redacted } from '../../common/redacted.ts';
import { Api } from '../api.ts';
import { hold, type Narrator } from '../narrator.ts';
import type { Login, OpensshClient } from '../openssh-client.ts';
import { newPassword } from '../passwords.ts';
import type { DemoService } from '../service.ts';
import type { TargetInstance, TargetUser } from '../target-instance.ts';

export const region = 'cn-hangzhou';
export const account = 'ops';
export const engineer = 'alice';

/** Starts a server with one account. */
export type StartTarget = (name: string, user: TargetUser) => Promise<TargetInstance>;

/** A server of the story: what runs, its id in ECS, and the secret that opens it. */
export interface Server {
  readonly target: TargetInstance;
  readonly instanceId: string;
  readonly secretName: string;
}

/** What the chapters share. */
export class Stage {
  readonly engineerPassword = newPassword();
  readonly api: Api;

  constructor(
    readonly narrator: Narrator,
    readonly service: DemoService,
    readonly client: OpensshClient,
    readonly startTarget: StartTarget,
  ) {
    this.api = new Api(service);
  }

  /** The engineer's login to a server, through the broker. */
  broker(target: TargetInstance): Login {
    const user = `${engineer}@${account}@${target.name}`;
    return { port: this.service.sshPort, user, password: this.engineerPassword };
  }

  /** A login that bypasses the broker; it needs the server's own credential. */
  direct(target: TargetInstance, credential: { password: Redacted<string> } | { privateKey: Redacted<string> }): Login {
    return { host: target.address, port: target.port, user: account, ...credential };
  }

  /** Runs a command through the broker and returns the account that it ran as. */
  async logsOn({ target }: Server): Promise<string> {
    const { status, stdout, stderr } = await this.client.ssh(this.broker(target), 'echo "$LOGNAME"');
    hold(status === 0, `ssh ended with ${status}: ${stderr.trim()}`);
    return `logged on as ${stdout.toString().trim()}`;
  }
}

/** Checks four times a second until it is so. @throws Error after `limitMs` */
export async function until(description: string, limitMs: number, condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await condition())) {
    hold(performance.now() < deadline, `waited ${limitMs / 1000} s for ${description}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
