import { randomBytes } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { AndFilter, EqualityFilter, FilterParser, type Filter } from 'ldapts';
import { Outage } from '../../common/outage.ts';
import { Redacted } from '../../common/redacted.ts';
import { Semaphore } from '../../common/semaphore.ts';
import type { PasswordAttempt } from '../bastionhost.api.ts';
import type { AuthServer, AuthServerKind } from '../instances/auth-server.entity.ts';
import { AuthServers, type OpenedAuthServer } from '../instances/auth-servers.ts';
import { within, type BastionKey } from '../instances/bastion.ts';
import { Directories, DirectoryUnusable } from './directories.ts';
import type { DirectoryConversation } from './directory-conversation.ts';
import { adAccount } from './directory-settings.ts';
import { isBelow } from './distinguished-name.ts';

/** A user of a directory, as the bastion knows them. */
export interface DirectoryUser {
  readonly userName: string;
  /** The distinguished name. */
  readonly sourceUserId: string | null;
}

/** Conversations with one directory at a time, and how many may wait for them per address. */
const [width, maxWaiting] = [8, 100];
/** In bytes. No directory has longer ones; an attempt costs what a password costs at most. */
const maxPassword = 1024;

const anytime: PasswordAttempt = { address: '', isWanted: () => true };

/** Asks the AD or LDAP server of an instance whether a password is right. */
@Injectable()
export class DirectoryPasswords {
  private readonly logger = new Logger('directories');
  private readonly places = new Map<string, Semaphore>();

  constructor(
    private readonly servers: AuthServers,
    private readonly directories: Directories,
  ) {}

  /**
   * Whether the directory binds with the user's DN and this password. Without a user the directory is asked the same
   * questions about an entry that does not exist. False without questions where no directory is set, for an empty
   * password, and for an attempt that is no longer wanted when its turn comes.
   * @throws Outage when the directory cannot be asked, or too many attempts from the same address wait
   */
  async accepts(
    bastion: BastionKey,
    kind: AuthServerKind,
    user: DirectoryUser | undefined,
    password: Redacted<string>,
    attempt = anytime,
  ): Promise<boolean> {
    const length = Buffer.byteLength(password.reveal());
    if (length === 0 || length > maxPassword) return false;
    const server = await this.servers.open(bastion, kind);
    if (!server) return false;
    const place = this.placeOf(server);
    return place.run(async () => attempt.isWanted() && this.ask(server, user, password), attempt.address);
  }

  private placeOf({ accountId, instanceId, kind }: AuthServer): Semaphore {
    const key = [accountId, instanceId, kind].join('/');
    const place = this.places.get(key) ?? new Semaphore(width, maxWaiting);
    this.places.set(key, place);
    return place;
  }

  private async ask(
    server: OpenedAuthServer,
    user: DirectoryUser | undefined,
    password: Redacted<string>,
  ): Promise<boolean> {
    try {
      return await this.directories.ask(server, (directory) => logOn(directory, server, user, password));
    } catch (error) {
      if (!(error instanceof DirectoryUnusable)) throw error;
      this.logger.error({
        message: 'directory not usable',
        ...within(server),
        kind: server.kind,
        cause: error.message,
      });
      throw new Outage('the directory does not answer', { cause: error });
    }
  }
}

/**
 * Three questions, whoever it is about: a bind as the account of the settings, a search for the entry, a bind as the
 * entry. Where there is no such entry, the last is about one that does not exist, with a password that nobody has.
 */
async function logOn(
  directory: DirectoryConversation,
  server: OpenedAuthServer,
  user: DirectoryUser | undefined,
  password: Redacted<string>,
): Promise<boolean> {
  const { kind, account, baseDn, domain } = server;
  await directory.bind(kind === 'AD' ? adAccount(account, domain) : account, server.password);
  const nobody = `cn=${randomBytes(16).toString('hex')},${baseDn}`;
  const dn = user?.sourceUserId && isBelow(user.sourceUserId, baseDn) ? user.sourceUserId : nobody;
  const isKnown = await directory.has(dn, entryFilter(server, user));
  const isRight = await directory.accepts(isKnown ? dn : nobody, isKnown ? password : new Redacted(nobody));
  return isKnown && isRight;
}

/** What the entry must fit: the filter of the settings, and the user's name where the settings say where it stands. */
function entryFilter({ filter, loginNameMapping }: AuthServer, user: DirectoryUser | undefined): Filter | undefined {
  const filters = [
    ...(filter ? [FilterParser.parseString(filter)] : []),
    // Its value is sent by its length, and so needs no escaping.
    ...(loginNameMapping ? [new EqualityFilter({ attribute: loginNameMapping, value: user?.userName ?? '' })] : []),
  ];
  return filters.length > 0 ? new AndFilter({ filters }) : undefined;
}
