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

  /** @throws MissingPassword the first time, when there is none yet that could stay */
  async set(bastion: BastionKey, kind: AuthServerKind, { password, ...settings }: AuthServerChange): Promise<void> {
    const key = { ...within(bastion), kind };
    const change = omitUndefined({ ...settings, sealedPassword: password && this.seal(key, password) });
    const { affected } = await this.servers.update(key, change);
    if (affected) return;
    if (!password) throw BastionhostErrors.MissingParameter({ Name: 'Password' });
    await this.servers.upsert({ ...key, ...unset, ...change }, ['accountId', 'instanceId', 'kind']);
  }

  private seal(key: BastionKey & { readonly kind: AuthServerKind }, password: Redacted<string>): Buffer {
    return this.sealing.seal(new Redacted(Buffer.from(password.reveal())), authServerPasswordPlace(key));
  }
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
