import type { Redacted } from '../../../common/redacted.ts';
import { Flag, Member, Optional, Sensitive, Text, Whole } from '../../../gateway/fields.ts';
import type { AuthServer } from '../../instances/auth-server.entity.ts';
import { Address, InstanceId } from '../bastionhost-fields.ts';

/** Names of AD and LDAP. Control characters are refused, because names go to logs. */
const Named = (max: number) => Text(1, max, { pattern: /^\P{Cc}+$/u });
const Attribute = () => Text(1, 128, { pattern: /^[A-Za-z][\w.;-]*$/ });

export const AdDomain = () => Text(1, 253, { pattern: /^[\w.-]+$/ });

/** The parameters of an operation about either kind of server. */
export class AuthServerQuestion {
  @InstanceId() InstanceId: string;
  @Address() Server: string;
  @Optional() @Address() StandbyServer?: string;
  @Whole(1, 65_535) Port: number;
  @Named(512) Account: string;
  @Named(512) BaseDN: string;
  @Optional() @Named(1024) Filter?: string;
}

export const mappingsKept =
  'users are not synchronised: the mappings of names, e-mail addresses and mobile numbers are only kept';

/** The parameters that both kinds of servers are set by. */
export class AuthServerInput extends AuthServerQuestion {
  @Optional() @Attribute() NameMapping?: string;
  @Optional() @Attribute() EmailMapping?: string;
  @Optional() @Attribute() MobileMapping?: string;
  @Optional() @Sensitive(1, 512) Password?: Redacted<string>;
}

export class LdapServerInput extends AuthServerInput {
  @Optional() @Flag() IsSSL?: boolean;
  @Optional() @Attribute() LoginNameMapping?: string;
}

export class AdServerInput extends AuthServerInput {
  @Flag() IsSSL: boolean;
  @AdDomain() Domain: string;
  @Optional() @Named(128) ServerName?: string;
}

/** The members that both kinds of servers are answered with. */
export class AuthServerItem {
  @Member() Account: string;
  @Member() BaseDN: string;
  @Member() EmailMapping: string;
  @Member() Filter: string;
  @Member() IsSSL: boolean;
  @Member() MobileMapping: string;
  @Member() NameMapping: string;
  /** 0 before it is set. */
  @Member() Port: number;
  @Member() Server: string;
  @Member() StandbyServer: string;
}

/** What is verified. The password is that of the call: the kept one goes to no server that a caller may choose. */
export function directoryOf(asked: AuthServerQuestion & { readonly Password: Redacted<string> }) {
  return {
    server: asked.Server,
    standbyServer: asked.StandbyServer,
    port: asked.Port,
    account: asked.Account,
    baseDn: asked.BaseDN,
    filter: asked.Filter,
    password: asked.Password,
  };
}

export function settingsOf(input: AdServerInput | LdapServerInput) {
  return {
    server: input.Server,
    standbyServer: input.StandbyServer,
    port: input.Port,
    isSsl: input.IsSSL,
    account: input.Account,
    baseDn: input.BaseDN,
    filter: input.Filter,
    nameMapping: input.NameMapping,
    emailMapping: input.EmailMapping,
    mobileMapping: input.MobileMapping,
    password: input.Password,
  };
}

const notSet = {
  account: '',
  baseDn: '',
  emailMapping: '',
  filter: '',
  isSsl: false,
  mobileMapping: '',
  nameMapping: '',
  port: 0,
  server: '',
  standbyServer: '',
};

/** A server that is not set is answered with empty texts: Terraform reads both kinds of each instance. */
export function authServerItem(server: AuthServer | undefined): AuthServerItem {
  const shown = server ?? notSet;
  return {
    Account: shown.account,
    BaseDN: shown.baseDn,
    EmailMapping: shown.emailMapping,
    Filter: shown.filter,
    IsSSL: shown.isSsl,
    MobileMapping: shown.mobileMapping,
    NameMapping: shown.nameMapping,
    Port: shown.port,
    Server: shown.server,
    StandbyServer: shown.standbyServer,
  };
}
