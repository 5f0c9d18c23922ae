import { Injectable, Logger } from '@nestjs/common';
import { UserAuthentication, type AuthenticatedUser, type TargetName } from '../../bastionhost/bastionhost.api.ts';
import { newRequestId } from '../../common/identifiers.ts';
import type { Redacted } from '../../common/redacted.ts';
import type { PublicKey } from '../../ssh/keys.ts';
import type { Authenticator, Source } from '../../ssh/listener.ts';
import { BrokerTrail } from '../broker-trail.ts';
import { parseLoginName, printable } from './target-name.ts';

/** An O&M engineer who has logged in, and the target that was named when it was well formed. */
export interface Engineer {
  readonly user: AuthenticatedUser;
  readonly target?: TargetName;
}

/** Says who an engineer is. A name that nobody can have costs the same work as any other and gets the same answer. */
@Injectable()
export class EngineerAuthentication implements Authenticator<Engineer> {
  private readonly logger = new Logger('broker');
  /** Connections that were refused something, by what was typed, and whether that has been told. */
  private readonly refusals = new WeakMap<Source, { readonly typedName: string; told: boolean }>();

  constructor(
    private readonly users: UserAuthentication,
    private readonly trail: BrokerTrail,
  ) {}

  async password(
    typedName: string,
    password: Redacted<string>,
    source: Source,
    isWanted: () => boolean,
  ): Promise<Engineer | undefined> {
    const name = parseLoginName(typedName);
    const { address } = source;
    const user = await this.users.byPassword(name?.userName ?? '', password, { address, isWanted });
    if (user) return { user, target: name?.target };
    this.noteRefusal(source, typedName);
    await this.tell(source);
    return undefined;
  }

  /** A refused key is no failed login yet: clients offer all that they have. */
  async publicKey(typedName: string, key: PublicKey, source: Source): Promise<Engineer | undefined> {
    const name = parseLoginName(typedName);
    const user = await this.users.byPublicKey(name?.userName ?? '', key.blob);
    if (user) return { user, target: name?.target };
    this.noteRefusal(source, typedName);
    return undefined;
  }

  /** A connection ended that never logged in. */
  abandoned(source: Source): Promise<void> {
    return this.tell(source);
  }

  private noteRefusal(source: Source, typedName: string): void {
    if (!this.refusals.has(source)) this.refusals.set(source, { typedName, told: false });
  }

  /** One row and one line a connection, however often it was refused. */
  private async tell(source: Source): Promise<void> {
    const refusal = this.refusals.get(source);
    if (!refusal || refusal.told) return;
    refusal.told = true;
    const user = printable(refusal.typedName);
    this.logger.warn({ message: 'login failed', user, source: source.address });
    await this.trail.loginFailed(user, { requestId: newRequestId(), sourceAddress: source.address });
  }
}
