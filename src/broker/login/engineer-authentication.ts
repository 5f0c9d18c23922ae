import { Logger } from '@nestjs/common';
import type { BastionListener, Target, UserAuthentication } from '../../bastionhost/bastionhost.api.ts';
import { newRequestId } from '../../common/identifiers.ts';
import type { Redacted } from '../../common/redacted.ts';
import type { PublicKey } from '../../ssh/keys.ts';
import type { Authenticator, Source } from '../../ssh/listener.ts';
import type { BrokerTrail } from '../broker-trail.ts';
import type { Engineer } from '../engineer.ts';
import { parseLoginName, escapeInvisible, type LoginName } from './login-name.ts';

/** The name typed on a connection where something was refused. */
interface Refusal {
  readonly typedName: string;
  readonly requestId: string;
  /** Set while and after its audit record is stored; cleared after a failure. */
  recorded?: Promise<void>;
}

/**
 * Authenticates the engineers on the listener of one instance. A name that no user can have costs the same work as any
 * other and gets the same answer.
 */
export class EngineerAuthentication implements Authenticator<Engineer> {
  private readonly logger = new Logger('broker');
  private readonly refusals = new WeakMap<Source, Refusal>();

  constructor(
    private readonly listener: BastionListener,
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
    const user = await this.users.byPassword(this.listener, name?.userName ?? '', password, { address, isWanted });
    if (user) return { user, target: targetOf(name), errands: [] };
    this.noteRefusal(source, typedName);
    await this.recordRefusal(source);
    return undefined;
  }

  /** A refused key is not a failed login yet: clients offer all keys that they have. */
  async publicKey(typedName: string, key: PublicKey, source: Source): Promise<Engineer | undefined> {
    const name = parseLoginName(typedName);
    const user = await this.users.byPublicKey(this.listener, name?.userName ?? '', key.blob);
    if (user) return { user, target: targetOf(name), errands: [] };
    this.noteRefusal(source, typedName);
    return undefined;
  }

  /** A connection ended without a login. */
  abandoned(source: Source): Promise<void> {
    return this.recordRefusal(source);
  }

  private noteRefusal(source: Source, typedName: string): void {
    if (!this.refusals.has(source)) this.refusals.set(source, { typedName, requestId: newRequestId() });
  }

  /**
   * Writes one audit record and one log line per connection, however often it was refused. After a failure the next
   * call tries again.
   */
  private async recordRefusal(source: Source): Promise<void> {
    const refusal = this.refusals.get(source);
    if (!refusal) return;
    refusal.recorded ??= this.write(refusal, source.address).catch((error: unknown) => {
      refusal.recorded = undefined;
      throw error;
    });
    await refusal.recorded;
  }

  private async write({ typedName, requestId }: Refusal, sourceAddress: string): Promise<void> {
    const user = escapeInvisible(typedName);
    await this.trail.loginFailed(this.listener, user, { requestId, sourceAddress });
    this.logger.warn({ message: 'login failed', user, source: sourceAddress });
  }
}

function targetOf(name: LoginName | undefined): Target | undefined {
  return name?.target && { kind: 'named', readings: [name.target] };
}
