import type { Duplex } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { Admission } from '../../common/admission.ts';
import type { PublicKey } from '../../ssh/keys.ts';
import type { LoginHandler } from '../../ssh/arrival.ts';
import { Arrivals, defaultArrivalLimits } from '../../ssh/arrivals.ts';
import { disconnectCodes } from '../../ssh/disconnect.ts';
import type { Source } from '../../ssh/authenticator.ts';
import { BrokerHostKeys } from '../host-keys.ts';
import type { JumpLogin } from './account-authentication.ts';

/** Connections inside those of engineers that have not logged in: in all, and from one address. */
const most = { places: 1000, placesPerAddress: 500 };

const displacedReason = 'too many connections are waiting for a login here, and this one had to make room for another';
const refusedReason = 'too many connections are waiting for a login here, please try again later';

/** The SSH servers of this process inside engineers' connections. They have the host keys of its listeners. */
export interface JumpServer {
  /** The key that certificates are made for. */
  readonly hostKey: PublicKey;
  admit(stream: Duplex, source: Source, handler: LoginHandler<JumpLogin>, certificate?: Buffer): void;
}

@Injectable()
export class JumpLogins {
  private readonly logger = new Logger('broker');
  private readonly admission = new Admission(most);
  private server?: Promise<JumpServer>;

  constructor(private readonly keys: BrokerHostKeys) {}

  /** @throws what the database throws */
  ready(): Promise<JumpServer> {
    this.server ??= this.open().catch((error: unknown) => {
      this.server = undefined;
      throw error;
    });
    return this.server;
  }

  private async open(): Promise<JumpServer> {
    const keys = await this.keys.load();
    const hostKeys = keys.map(({ privateKey }) => privateKey);
    const arrivals = new Arrivals({ hostKeys, limits: defaultArrivalLimits });
    const { publicKey: hostKey } = keys.find(({ publicKey }) => publicKey.type === 'ssh-ed25519')!;
    return {
      hostKey,
      admit: (stream, source, handler, certificate) => {
        const makeRoom = () => arrivals.refuse(stream, displacedReason, disconnectCodes.tooManyConnections);
        const place = this.admission.enter(source.address, makeRoom);
        if (!place) return arrivals.turnAway(stream, refusedReason, disconnectCodes.tooManyConnections);
        arrivals.admit({ stream, source, place, certificate }, this.withLog(handler));
      },
    };
  }

  private withLog(handler: LoginHandler<JumpLogin>): LoginHandler<JumpLogin> {
    return {
      ...handler,
      onError: (error, { address: source }) =>
        this.logger.error({ message: 'login by jump failed', source, cause: String(error) }),
    };
  }
}
