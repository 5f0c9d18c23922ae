import { spawn } from 'node:child_process';
import { Duplex, duplexPair } from 'node:stream';
import type { ConnectableAccount } from '../../../../src/bastionhost/bastionhost.api.ts';
import { FileServer } from '../../../../src/broker/lobby/files/file-server.ts';
import { RawSftp } from './raw-sftp.ts';

export const host = (hostName: string, more: Partial<ConnectableAccount> = {}): ConnectableAccount => ({
  hostId: hostName,
  hostName,
  address: '192.0.2.1',
  port: 22,
  os: 'Linux',
  comment: '',
  hostAccountId: hostName,
  accountName: 'root',
  credentialKind: 'Held',
  ...more,
});

/** Every `sftp-server` serves this machine's files, so hosts differ by name alone. */
export function sftpServer(): Duplex {
  const { stdin, stdout } = spawn('/usr/lib/openssh/sftp-server', { stdio: ['pipe', 'pipe', 'ignore'] });
  return Duplex.from({ writable: stdin, readable: stdout });
}

const leavings: (() => void)[] = [];

/** Hangs up for all clients. */
export function leaveAll(): void {
  for (const leave of leavings.splice(0)) leave();
}

/** A client at the list of these hosts; `open` begins a session. */
export async function client(
  accounts: readonly ConnectableAccount[],
  open: () => Promise<Duplex> | Duplex = sftpServer,
) {
  const [ours, theirs] = duplexPair();
  const opened: string[] = [];
  const complaints: string[] = [];
  const streams: Duplex[] = [];
  const openTarget = async ({ hostName }: ConnectableAccount) => {
    opened.push(hostName);
    const stream = await open();
    streams.push(stream);
    return { stream, said: () => '' };
  };
  const listAccounts = async ({ offset, limit }: { offset: number; limit: number }) => ({
    rows: accounts.slice(offset, offset + limit),
    total: accounts.length,
  });
  const serving = new FileServer(theirs, (line) => complaints.push(line), listAccounts, openTarget).serve();
  const ended = serving.then(
    () => 'ended',
    (error: Error) => error.message,
  );
  const sftp = new RawSftp(ours);
  const leave = () => void theirs.destroy();
  leavings.push(leave);
  const extensions = await sftp.begin();
  return { sftp, opened, complaints, streams, extensions, ended, leave };
}
