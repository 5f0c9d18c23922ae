import { Logger } from '@nestjs/common';
import type { BastionDoor, UserAuthentication } from '../../bastionhost/bastionhost.api.ts';
import { newRequestId } from '../../common/identifiers.ts';
import type { Redacted } from '../../common/redacted.ts';
import type { PublicKey } from '../../ssh/keys.ts';
import type { Authenticator, Source } from '../../ssh/listener.ts';
import type { BrokerTrail } from '../broker-trail.ts';
import type { Engineer } from '../engineer.ts';
import { parseLoginName, printable } from './login-name.ts';

/** What was typed on a connection that was refused something. */
interface Refusal {
  readonly typedName: string;
  readonly requestId: string;
  /** Set while its row is being stored and from then on; not after a failure. */
  told?: Promise<void>;
}

/** Says who an engineer is who comes in at one door. A name that nobody can have costs the same work as any other and gets the same answer. */
export class EngineerAuthentication implements Authenticator<Engineer> {
  private readonly logger = new Logger('broker');
  private readonly refusals = new WeakMap<Source, Refusal>();

  constructor(
    private readonly door: BastionDoor,
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
    const user = await this.users.byPassword(this.door, name?.userName ?? '', password, { address, isWanted });
    if (user) return { user, target: name?.target };
    this.noteRefusal(source, typedName);
    await this.tell(source);
    return undefined;
  }

  /** A refused key is no failed login yet: clients offer all that they have. */
  async publicKey(typedName: string, key: PublicKey, source: Source): Promise<Engineer | undefined> {
    const name = parseLoginName(typedName);
    const user = await this.users.byPublicKey(this.door, name?.userName ?? '', key.blob);
    if (user) return { user, target: name?.target };
    this.noteRefusal(source, typedName);
    return undefined;
  }

  /** A connection ended that never logged in. */
  abandoned(source: Source): Promise<void> {
    return this.tell(source);
  }

  private noteRefusal(source: Source, typedName: string): void {
    if (!this.refusals.has(source)) this.refusals.set(source, { typedName, requestId: newRequestId() });
  }

  /** One row and one line a connection, however often it was refused and whoever comes first; after a failure the next one tries. */
  private async tell(source: Source): Promise<void> {
    const refusal = this.refusals.get(source);
    if (!refusal) return;
    refusal.told ??= this.write(refusal, source.address).catch((error: unknown) => {
      refusal.told = undefined;
      throw error;
    });
    await refusal.told;
  }

  private async write({ typedName, requestId }: Refusal, sourceAddress: string): Promise<void> {
    const user = printable(typedName);
    await this.trail.loginFailed(this.door, user, { requestId, sourceAddress });
    this.logger.warn({ message: 'login failed', user, source: sourceAddress });
  }
}
