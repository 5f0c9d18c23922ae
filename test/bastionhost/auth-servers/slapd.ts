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

/** A server that refuses connections, without a name that a resolver would be asked for. */
export const unreachable = '127.0.0.2';

export const people = `ou=people,${baseDn}`;

interface SlapdOptions {
  /** LDAPS and StartTLS, with a certificate for `localhost`. Default: true. */
  readonly tls?: boolean;
  /** The passwords of people, by their uid. */
  readonly passwords?: Readonly<Record<string, string>>;
}

/** A real directory of OpenLDAP on loopback, with an authority of its own. */
export class Slapd {
  private log = '';

  private constructor(
    private readonly folder: string,
    private readonly child: ChildProcess,
    readonly port: number,
    readonly tlsPort: number,
    /** PEM, a file. */
    readonly caFile: string,
  ) {
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.log += text));
  }

  static async start({ tls = true, passwords = {} }: SlapdOptions = {}): Promise<Slapd> {
    const folder = await mkdtemp(join(tmpdir(), 'slapd-'));
    await configure(folder, tls, passwords);
    let child: ChildProcess | undefined;
    let tlsPort = 0;
    const port = await firstFreePort(async (free) => {
      tlsPort = tls ? await firstFreePort(async (other) => other !== free) : 0;
      const ownSocket = join(folder, 'ldapi');
      child = spawn('slapd', ['-d', 'stats', '-f', join(folder, 'slapd.conf'), '-h', urls(free, tlsPort, ownSocket)]);
      return isUp(child, ownSocket);
    });
    return new Slapd(folder, child!, port, tlsPort, join(folder, 'ca.pem'));
  }

  /** What it was asked on each connection that has ended, oldest first, such as `BIND dn="cn=reader,dc=example"`. */
  get conversations(): string[][] {
    const ended = [...this.log.matchAll(/conn=(\d+) fd=\d+ closed/g)].map(([, number]) => number);
    return ended.map((number) => {
      const asked = new RegExp(`conn=${number} op=\\d+ (SRCH base="[^"]*"|EXT|BIND dn="[^"]*"(?= method))`, 'g');
      return [...this.log.matchAll(asked)].map(([, question]) => question!);
    });
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill();
    await ended;
    await rm(this.folder, { recursive: true });
  }
}

/** The distinguished name of a person. */
export const dnOf = (uid: string) => `cn=${Buffer.from(uid).toString('hex')},${people}`;

const urls = (port: number, tlsPort: number, ownSocket: string) =>
  [
    `ldap://${loopback}:${port}`,
    ...(tlsPort ? [`ldaps://${loopback}:${tlsPort}`] : []),
    `ldapi://${encodeURIComponent(ownSocket)}`,
  ].join(' ');

/**
 * Whether it listens everywhere. The socket is its own, and the last that it opens: at a port that is taken another
 * program would answer, before this one has found out and ended.
 */
async function isUp(child: ChildProcess, ownSocket: string): Promise<boolean> {
  while (child.exitCode === null) {
    if (await isListening(ownSocket)) return true;
    await delay(10);
  }
  return false;
}

async function configure(folder: string, tls: boolean, passwords: Readonly<Record<string, string>>): Promise<void> {
  const file = (name: string) => join(folder, name);
  if (tls) await writeCertificate(file);
  await writeFile(file('slapd.conf'), `${includes}${tls ? tlsConfiguration(file) : ''}${configuration(file)}`);
  const input = [entries, ...Object.entries(passwords).map(([uid, password]) => person(uid, password))].join('\n');
  const add = spawnSync('slapadd', ['-f', file('slapd.conf')], { input });
  if (add.status !== 0) throw new Error(`slapadd: ${add.stderr.toString()}`);
}

async function writeCertificate(file: (name: string) => string): Promise<void> {
  const validity = { from: new Date(), days: 1 };
  const authority = await makeAuthority('Directory', validity);
  const { chain, privateKey } = await certify(authority, ['localhost'], validity);
  await writeFile(file('ca.pem'), authority.chain);
  await writeFile(file('cert.pem'), chain);
  await writeFile(file('key.pem'), privateKey.reveal(), { mode: 0o600 });
}

const includes = `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
`;

const tlsConfiguration = (file: (name: string) => string) => `
TLSCertificateFile ${file('cert.pem')}
TLSCertificateKeyFile ${file('key.pem')}
`;

const configuration = (file: (name: string) => string) => `
pidfile ${file('pid')}
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

dn: ${people}
objectClass: organizationalUnit
ou: people
`;

const base64 = (text: string) => Buffer.from(text).toString('base64');

const person = (uid: string, password: string) => `dn: ${dnOf(uid)}
objectClass: inetOrgPerson
cn: ${Buffer.from(uid).toString('hex')}
sn: ${Buffer.from(uid).toString('hex')}
uid:: ${base64(uid)}
userPassword:: ${base64(password)}
`;
