import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { firstFreePort, loopback } from '../../../src/demo/loopback-port.ts';
import { certify, makeAuthority } from '../../../src/tls/x509.ts';
import { isListening } from '../../support/is-listening.ts';

export const baseDn = 'dc=example,dc=org';
export const account = `cn=reader,${baseDn}`;
export const accountPassword = 'Bind-Secret-1';

/** A real directory of OpenLDAP on loopback, with its own authority and a certificate for `localhost`. */
export class Slapd {
  private constructor(
    private readonly folder: string,
    private readonly child: ChildProcess,
    readonly port: number,
    readonly tlsPort: number,
    /** PEM, a file. */
    readonly caFile: string,
  ) {}

  static async start(): Promise<Slapd> {
    const folder = await mkdtemp(join(tmpdir(), 'slapd-'));
    await configure(folder);
    let child: ChildProcess | undefined;
    const tlsPort = await firstFreePort(async (port) => !(await isListening(port)));
    const port = await firstFreePort(async (free) => {
      child = spawn('slapd', ['-d', '0', '-f', join(folder, 'slapd.conf'), '-h', urls(free, tlsPort)]);
      return isUp(child, free);
    });
    return new Slapd(folder, child!, port, tlsPort, join(folder, 'ca.pem'));
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill();
    await ended;
    await rm(this.folder, { recursive: true });
  }
}

const urls = (port: number, tlsPort: number) => `ldap://${loopback}:${port} ldaps://${loopback}:${tlsPort}`;

async function isUp(child: ChildProcess, port: number): Promise<boolean> {
  while (child.exitCode === null) {
    if (await isListening(port)) return true;
    await delay(10);
  }
  return false;
}

async function configure(folder: string): Promise<void> {
  const validity = { from: new Date(), days: 1 };
  const authority = await makeAuthority('Directory', validity);
  const { chain, privateKey } = await certify(authority, ['localhost'], validity);
  const file = (name: string) => join(folder, name);
  await writeFile(file('ca.pem'), authority.chain);
  await writeFile(file('cert.pem'), chain);
  await writeFile(file('key.pem'), privateKey.reveal(), { mode: 0o600 });
  await writeFile(file('slapd.conf'), configuration(file));
  const add = spawnSync('slapadd', ['-f', file('slapd.conf')], { input: entries });
  if (add.status !== 0) throw new Error(`slapadd: ${add.stderr.toString()}`);
}

const configuration = (file: (name: string) => string) => `
include /etc/ldap/schema/core.schema
pidfile ${file('pid')}
TLSCertificateFile ${file('cert.pem')}
TLSCertificateKeyFile ${file('key.pem')}
database ldif
suffix "${baseDn}"
directory ${file('')}
access to attrs=userPassword by anonymous auth
access to * by users read
`;

const entries = `dn: ${baseDn}
objectClass: dcObject
objectClass: organization
dc: example
o: Example

dn: ${account}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: reader
userPassword: ${accountPassword}
`;
