import type { ChildProcess } from 'node:child_process';
import { Redacted } from '../../src/common/redacted.ts';
import { firstFreePort } from '../../src/demo/loopback-port.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import type { OpensshClient } from '../../src/demo/openssh-client.ts';
import type { Members } from './api-clients.ts';
import { eventually } from './eventually.ts';
import { isListening } from './is-listening.ts';

/** What its proxies need besides OpenSSH, for `describeWithSshdAnd` (Debian: microsocks, tinyproxy). */
export const proxyPrograms = ['microsocks', 'tinyproxy'];

/** Who logs in to the proxies that ask for a password. */
export const proxyUser = 'hop';
export const proxyPassword = new Redacted('Proxy-Pass-7fd1');

/** A machine with real proxies, and with host names that nobody else can resolve. */
export class ProxyMachine {
  private readonly clients: ChildProcess[] = [];

  private constructor(readonly sshd: SshdInstance) {}

  static async start(hostNames: readonly string[], sshdOptions: readonly string[] = []): Promise<ProxyMachine> {
    const users = [{ name: proxyUser, password: proxyPassword }];
    const sshd = await startSshdInstance({ name: 'proxy', users, sshdOptions });
    await sshd.run(['sh', '-c', 'cat >>/etc/hosts'], `127.0.0.1 ${hostNames.join(' ')}\n`);
    return new ProxyMachine(sshd);
  }

  async stop(): Promise<void> {
    for (const client of this.clients) client.kill();
    await this.sshd.stop();
  }

  /** Its SSH server, as a member of Proxies. */
  get ssh(): Members {
    return { ...proxyOn('SSHProxy', this.sshd.port), ...proxyLogin };
  }

  async socks5(login: Members = {}): Promise<Members> {
    const asked = login['User'] ? `-u ${proxyUser} -P ${proxyPassword.reveal()}` : '';
    const port = await this.listen((at) => `microsocks -i 127.0.0.1 -p ${at} ${asked}`);
    return { ...proxyOn('Socks5Proxy', port), ...login };
  }

  async http(login: Members = {}): Promise<Members> {
    const asked = login['User'] ? `BasicAuth ${proxyUser} ${proxyPassword.reveal()}` : '';
    const settings = (at: number) => `Port ${at}\nListen 127.0.0.1\nTimeout 60\nMaxClients 20\n${asked}\n`;
    const port = await this.listen((at) => `tinyproxy -d -c /tmp/${at}`, settings);
    return { ...proxyOn('HTTPProxy', port), ...login };
  }

  /** OpenSSH's client as a SOCKS5 proxy (`ssh -D`). */
  async dynamicForward(client: OpensshClient): Promise<Members> {
    const login = { port: this.sshd.port, user: proxyUser, password: proxyPassword };
    const port = await firstFreePort(async (at) => {
      if (await isListening(at)) return false;
      const options = ['-o', 'ExitOnForwardFailure=yes', '-N', '-D', `127.0.0.1:${at}`];
      const forwarding = await client.start(login, [...options, 'target'], 'ignore');
      this.clients.push(forwarding);
      await eventually('ssh -D listens or has ended', async () => forwarding.exitCode !== null || isListening(at));
      return forwarding.exitCode === null;
    });
    return proxyOn('Socks5Proxy', port);
  }

  /** Starts a program inside that ends with the machine. */
  private listen(command: (port: number) => string, settings: (port: number) => string = () => ''): Promise<number> {
    return firstFreePort(async (port) => {
      if (await isListening(port)) return false;
      await this.sshd.run(['sh', '-c', `cat >/tmp/${port}; ${command(port)} >/dev/null 2>&1 &`], settings(port));
      await eventually('the proxy listens', () => isListening(port));
      return true;
    });
  }
}

/** The members of a proxy that asks for a password. */
export const proxyLogin = { User: proxyUser, Password: Buffer.from(proxyPassword.reveal()).toString('base64') };

/** A proxy of this machine as a member of Proxies: the master, unless a test says otherwise. */
export function proxyOn(ProxyType: string, Port: number): Members {
  return { NodeType: 'Master', ProxyType, Address: '127.0.0.1', Port };
}
