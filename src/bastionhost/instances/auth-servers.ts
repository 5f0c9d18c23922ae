import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { omitUndefined } from '../../common/omit-undefined.ts';
import { Redacted } from '../../common/redacted.ts';
import { Sealing } from '../../sealing/sealing.api.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import { AuthServer, authServerPasswordPlace, type AuthServerKind } from './auth-server.entity.ts';
import { within, type BastionKey } from './bastion.ts';

/** What an AD or LDAP server is set to. Undefined members stay as they are. */
export type AuthServerChange = Partial<Omit<AuthServer, 'accountId' | 'instanceId' | 'kind' | 'sealedPassword'>> &
  Pick<AuthServer, 'server' | 'port' | 'account' | 'baseDn'> & { readonly password?: Redacted<string> };

/** With the password that the instance binds with. */
export type OpenedAuthServer = AuthServer & { readonly password: Redacted<string> };

/** The AD and LDAP servers of instances. */
@Injectable()
export class AuthServers {
  constructor(
    @InjectRepository(AuthServer) private readonly servers: Repository<AuthServer>,
    private readonly sealing: Sealing,
  ) {}

  /** Without its password; undefined before it is set for the first time. */
  async find(bastion: BastionKey, kind: AuthServerKind): Promise<AuthServer | undefined> {
    return (await this.servers.findOneBy({ ...within(bastion), kind })) ?? undefined;
  }

  /** With its password, for use. */
  async open(bastion: BastionKey, kind: AuthServerKind): Promise<OpenedAuthServer | undefined> {
    const query = this.servers.createQueryBuilder('server').where({ ...within(bastion), kind });
    const server = await query.addSelect('server.sealedPassword').getOne();
    if (!server) return undefined;
    const password = this.sealing.open(server.sealedPassword, authServerPasswordPlace(server)).reveal().toString();
    return { ...server, password: new Redacted(password) };
  }

  /**
   * A password that is kept is sent to no other server than it was given for, and not without TLS from then on.
   * @throws MissingPassword when there is none yet that could stay, or when it would be sent to another server
   */
  async set(bastion: BastionKey, kind: AuthServerKind, { password, ...settings }: AuthServerChange): Promise<void> {
    const key = { ...within(bastion), kind };
    const change = omitUndefined({ ...settings, sealedPassword: password && this.seal(key, password) });
    const changed = password ? key : { ...key, ...asReachedBefore(settings) };
    const { affected } = await this.servers.update(changed, change);
    if (affected) return;
    if (!password) throw BastionhostErrors.MissingParameter({ Name: 'Password' });
    await this.servers.upsert({ ...key, ...unset, ...change }, ['accountId', 'instanceId', 'kind']);
  }

  private seal(key: BastionKey & { readonly kind: AuthServerKind }, password: Redacted<string>): Buffer {
    return this.sealing.seal(new Redacted(Buffer.from(password.reveal())), authServerPasswordPlace(key));
  }
}

/** What the row must say for these settings to reach no server in a way that it has not been reached in before. */
function asReachedBefore({ server, standbyServer, port, isSsl }: Omit<AuthServerChange, 'password'>) {
  return omitUndefined({
    server,
    port,
    standbyServer: standbyServer || undefined,
    isSsl: isSsl === false ? isSsl : undefined,
  });
}

const unset = {
  standbyServer: '',
  isSsl: false,
  domain: '',
  filter: '',
  serverName: '',
  loginNameMapping: '',
  nameMapping: '',
  emailMapping: '',
  mobileMapping: '',
} as const;
