import { loopback } from '../loopback-port.ts';

export interface SshdConfiguration {
  readonly port: number;
  readonly userNames: readonly string[];
  /** At least INFO, the level at which the server logs that it listens. */
  readonly logLevel: 'INFO' | 'VERBOSE' | 'DEBUG1' | 'DEBUG2' | 'DEBUG3';
  /** Lines of sshd_config(5) that take precedence over those below. */
  readonly moreOptions: readonly string[];
}

export const hostKeyTypes = ['ed25519', 'ecdsa'] as const;

/** The text of sshd_config. Without PAM, sshd checks the account's own shadow entry and starts no machine services. */
export function sshdConfiguration({ port, userNames, logLevel, moreOptions }: SshdConfiguration): string {
  return [
    ...moreOptions,
    `Port ${port}`,
    `ListenAddress ${loopback}`,
    ...hostKeyTypes.map((type) => `HostKey /etc/ssh/ssh_host_${type}_key`),
    `AllowUsers root ${userNames.join(' ')}`,
    'PermitRootLogin yes',
    'PasswordAuthentication yes',
    'PubkeyAuthentication yes',
    'KbdInteractiveAuthentication no',
    'AuthorizedKeysFile .ssh/authorized_keys',
    'UsePAM no',
    'UseDNS no',
    'MaxStartups 500',
    'MaxSessions 100',
    'LoginGraceTime 60',
    'PrintMotd no',
    'PrintLastLog no',
    'PidFile none',
    'AcceptEnv LANG LC_*',
    'Subsystem sftp internal-sftp',
    `LogLevel ${logLevel}`,
    '',
  ].join('\n');
}
