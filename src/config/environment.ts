import { resolve } from 'node:path';
import { Redacted } from '../common/redacted.ts';
import { isHostName } from './host-name.ts';
import { parseListenAddress, type ListenAddress } from './listen-address.ts';
import { Networks } from './networks.ts';

type Variables = Readonly<Record<string, string | undefined>>;

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The settings of this process: read once at start, checked, frozen. Injected by class. */
export class Environment {
  readonly httpListen: ListenAddress;
  readonly sshListen: ListenAddress;
  /** PEM files, absolute paths; unset: the installation's own authority issues the certificate. */
  readonly tlsFiles?: { readonly certificate: string; readonly privateKey: string };
  /** Names and addresses, besides those of this machine, that our own certificate covers. */
  readonly tlsNames: readonly string[];
  /** PEM, an absolute path: the authorities that LDAPS servers are verified by; unset: those that Node.js trusts. */
  readonly ldapCaFile?: string;
  /** The server that takes mail, and the address it is from; unset: no mail is sent. */
  readonly mail?: { readonly smtpUrl: Redacted<string>; readonly from: string };
  /** Proxies that are believed on where a call came from. */
  readonly trustedProxies: Networks;
  /** Where SSH connections that begin with a PROXY protocol header come from. */
  readonly proxyProtocolFrom: Networks;
  /** Absolute. Holds the embedded database and generated keys. */
  readonly dataDir: string;
  /** Unset: the embedded database. */
  readonly databaseUrl?: Redacted<string>;
  /** 32 bytes. At most one of `masterKey` and `masterKeyFile` is set. */
  readonly masterKey?: Redacted<Buffer>;
  readonly masterKeyFile?: string;
  /** 32 bytes: what `npm run rotate-master-key` replaces `masterKey` with. */
  readonly newMasterKey?: Redacted<Buffer>;
  /** The root AccessKey pair; unset: generated at first start. */
  readonly rootAccessKey?: { readonly id: string; readonly secret: Redacted<string> };
  /** 16 digits; unset: chosen at first start. */
  readonly accountId?: string;
  readonly region: string;
  readonly logLevel: LogLevel;
  /** How long open SSH sessions may continue after SIGTERM. */
  readonly drainMs: number;
  /** For a single run of tests: nothing in it is meant to last. */
  readonly disposable: boolean;
  /** Servers are also offered SHA-1 and older algorithms. */
  readonly legacySshAlgorithms: boolean;

  constructor(settings: Environment) {
    Object.assign(this, settings);
    Object.freeze(this);
  }
}

/** Invalid settings. The message lists every one of them and shows no value. */
export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';

  constructor(readonly problems: readonly string[]) {
    super(`invalid settings:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/**
 * Checks and converts the settings. An empty variable counts as unset; an unknown `SALLYPORT_…` name is refused.
 * @throws InvalidSettings
 */
export function readEnvironment(variables: Variables): Environment {
  const reader = new SettingsReader(variables);
  const environment = new Environment({
    httpListen: reader.listenAddress('SALLYPORT_HTTP_LISTEN', '127.0.0.1:8080'),
    sshListen: reader.listenAddress('SALLYPORT_SSH_LISTEN', '127.0.0.1:60022'),
    ...reader.tls('SALLYPORT_TLS_CERT_FILE', 'SALLYPORT_TLS_KEY_FILE', 'SALLYPORT_TLS_NAMES'),
    ldapCaFile: reader.path('SALLYPORT_LDAP_CA_FILE'),
    mail: reader.mail('SALLYPORT_SMTP_URL', 'SALLYPORT_MAIL_FROM'),
    trustedProxies: reader.networks('SALLYPORT_TRUSTED_PROXIES'),
    proxyProtocolFrom: reader.networks('SALLYPORT_PROXY_PROTOCOL_FROM'),
    dataDir: resolve(reader.text('SALLYPORT_DATA_DIR') ?? './data'),
    databaseUrl: reader.databaseUrl('DATABASE_URL'),
    ...reader.masterKey('SALLYPORT_MASTER_KEY', 'SALLYPORT_MASTER_KEY_FILE'),
    newMasterKey: reader.key('SALLYPORT_NEW_MASTER_KEY'),
    rootAccessKey: reader.accessKey('SALLYPORT_ACCESS_KEY_ID', 'SALLYPORT_ACCESS_KEY_SECRET'),
    accountId: reader.matching('SALLYPORT_ACCOUNT_ID', /^\d{16}$/, 'must be 16 digits'),
    region: reader.matching('SALLYPORT_REGION', /^[a-z0-9]+(-[a-z0-9]+)+$/, 'must be a region id') ?? 'cn-hangzhou',
    logLevel: reader.logLevel('SALLYPORT_LOG_LEVEL'),
    drainMs: reader.seconds('SALLYPORT_DRAIN_SECONDS', '20') * 1000,
    disposable: reader.flag('SALLYPORT_DISPOSABLE'),
    legacySshAlgorithms: reader.flag('SALLYPORT_LEGACY_SSH_ALGORITHMS'),
  });
  reader.finish();
  return environment;
}

/** The settings of this process: the only place that reads `process.env`. */
export function processEnvironment(): Environment {
  return readEnvironment(process.env);
}

class SettingsReader {
  private readonly problems: string[] = [];
  private readonly known = new Set<string>();

  constructor(private readonly variables: Variables) {}

  text(name: string): string | undefined {
    this.known.add(name);
    return this.variables[name] || undefined;
  }

  matching(name: string, pattern: RegExp, complaint: string): string | undefined {
    const text = this.text(name);
    if (text !== undefined && !pattern.test(text)) this.problems.push(`${name} ${complaint}`);
    return text;
  }

  /** Absolute. */
  path(name: string): string | undefined {
    const path = this.text(name);
    return path === undefined ? undefined : resolve(path);
  }

  listenAddress(name: string, fallback: string): ListenAddress {
    const address = parseListenAddress(this.text(name) ?? fallback);
    if (!address) this.problems.push(`${name} must be host:port or [IPv6]:port`);
    return Object.freeze(address ?? { host: '', port: 0 });
  }

  /** Separated by commas or white space. */
  list(name: string): string[] {
    return (this.text(name) ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
  }

  tls(certificateName: string, keyName: string, namesName: string): Pick<Environment, 'tlsFiles' | 'tlsNames'> {
    const certificate = this.text(certificateName);
    const privateKey = this.text(keyName);
    const tlsNames = this.list(namesName);
    if (!certificate !== !privateKey) this.problems.push(`${certificateName} and ${keyName} must be set together`);
    if (certificate && tlsNames.length > 0)
      this.problems.push(`${namesName} and ${certificateName} cannot both be set`);
    if (!tlsNames.every(isHostName)) this.problems.push(`${namesName} must be host names and addresses`);
    if (!certificate || !privateKey) return { tlsNames: Object.freeze(tlsNames) };
    return {
      tlsNames,
      tlsFiles: Object.freeze({ certificate: resolve(certificate), privateKey: resolve(privateKey) }),
    };
  }

  networks(name: string): Networks {
    const entries = this.list(name);
    try {
      if (entries.some((entry) => entry.endsWith('/0'))) throw new RangeError('every address');
      return new Networks(entries);
    } catch {
      this.problems.push(`${name} must be addresses and networks, such as 192.0.2.1 10.0.0.0/8, but not every address`);
      return new Networks([]);
    }
  }

  databaseUrl(name: string): Redacted<string> | undefined {
    return this.url(name, /^postgres(ql)?:\/\/./, 'must be a postgresql:// URL');
  }

  mail(urlName: string, fromName: string): Environment['mail'] {
    const server = /^smtps?:\/\/(?:(?:[^/?#@%]|%[\da-f]{2})*@)?[^/?#@]+\/?$/i;
    const smtpUrl = this.url(urlName, server, 'must be smtp://[user:password@]host[:port] or smtps://…');
    const from = this.matching(fromName, /^[^\s<>@,;:"]+@[^\s<>@,;:"]+$/, 'must be one mail address');
    if (!smtpUrl !== !from) this.problems.push(`${urlName} and ${fromName} must be set together`);
    return smtpUrl && from ? Object.freeze({ smtpUrl, from }) : undefined;
  }

  /** May hold a password. */
  private url(name: string, pattern: RegExp, complaint: string): Redacted<string> | undefined {
    const url = this.matching(name, pattern, complaint);
    if (url !== undefined && !URL.canParse(url)) this.problems.push(`${name} is not a URL`);
    return url === undefined ? undefined : new Redacted(url);
  }

  masterKey(name: string, fileName: string): Pick<Environment, 'masterKey' | 'masterKeyFile'> {
    const masterKey = this.key(name);
    const file = this.path(fileName);
    if (masterKey && file) this.problems.push(`${name} and ${fileName} cannot both be set`);
    return { masterKey, masterKeyFile: file };
  }

  key(name: string): Redacted<Buffer> | undefined {
    const text = this.matching(name, /^[A-Za-z0-9+/]{43}=$/, 'must be 32 bytes in Base64');
    return text === undefined ? undefined : new Redacted(Buffer.from(text, 'base64'));
  }

  accessKey(idName: string, secretName: string): Environment['rootAccessKey'] {
    const id = this.matching(idName, /^[\w.-]{8,128}$/, 'must be 8 to 128 letters, digits, dots, dashes, underscores');
    const secret = this.matching(secretName, /^[\x21-\x7e]{16,128}$/, 'must be 16 to 128 visible ASCII characters');
    if (!id !== !secret) this.problems.push(`${idName} and ${secretName} must be set together`);
    return id && secret ? Object.freeze({ id, secret: new Redacted(secret) }) : undefined;
  }

  logLevel(name: string): LogLevel {
    const text = this.text(name) ?? 'info';
    const level = logLevels.find((name) => name === text);
    if (!level) this.problems.push(`${name} must be one of ${logLevels.join(', ')}`);
    return level ?? 'info';
  }

  seconds(name: string, fallback: string): number {
    return Number(this.matching(name, /^\d{1,5}$/, 'must be whole seconds, at most 99999') ?? fallback);
  }

  flag(name: string): boolean {
    return this.matching(name, /^(true|false)$/, 'must be true or false') === 'true';
  }

  finish(): void {
    const unknown = Object.keys(this.variables).filter(
      (name) => name.startsWith('SALLYPORT_') && !this.known.has(name),
    );
    this.problems.push(...unknown.map((name) => `${name} is not a setting`));
    if (this.problems.length > 0) throw new InvalidSettings(this.problems);
  }
}
