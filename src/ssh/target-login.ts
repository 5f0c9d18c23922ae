import { connect, type LookupFunction } from 'node:net';
import type { Duplex } from 'node:stream';
import ssh2, { type Client, type ConnectConfig } from 'ssh2';
import { serverAlgorithms, type ServerPreferences } from './algorithms.ts';
import { type KeyOffer, NotSigned } from './key-offer.ts';
import { NoCommonAlgorithm } from './negotiation.ts';
import {
  type LoginInProgress,
  openPrivateKeys,
  TargetAuthentication,
  type TargetCredential,
} from './target-authentication.ts';
import { softwareVersion } from './software-version.ts';
import { TargetError } from './target-error.ts';

/** How to reach a target and log in to it. */
export interface TargetOptions extends ServerPreferences {
  readonly host: string;
  readonly port: number;
  /** Resolves the host where it is a name and is dialled directly. Default: as the machine does. */
  readonly lookup?: LookupFunction;
  /**
   * Opens the connection, until the signal says that it is no longer wanted. Default: directly. What it rejects with is
   * thrown as it is.
   */
  readonly open?: (signal: AbortSignal) => Promise<Duplex>;
  readonly credential: TargetCredential;
  /**
   * Called once, after the server has proved that it holds the key and before any credential is sent. The key is in SSH
   * wire form. An exception counts as no. A later key exchange must present the same key.
   */
  readonly verifyHostKey: (publicKey: Buffer) => Promise<boolean>;
  /** For everything up to the completed login. */
  readonly timeoutMs: number;
  /** A key that is offered before the credential is sent. */
  readonly offer?: KeyOffer;
  readonly signal?: AbortSignal;
}

export interface TargetLogin {
  readonly client: Client;
  readonly socket: Duplex;
}

/**
 * Connects and logs in. `prepare` gets the client before the first byte is exchanged.
 * @throws TargetError exactly once, whatever ends the attempt and at whichever step
 */
export async function logIn(options: TargetOptions, prepare?: (login: TargetLogin) => void): Promise<TargetLogin> {
  const { credential, ...connection } = options;
  const keys = await openPrivateKeys(credential);
  const attempt = new Attempt(connection);
  const { userName, password } = credential;
  const authentication = new TargetAuthentication(userName, { password, keys, offer: options.offer }, attempt);
  return attempt.run(authentication, prepare).finally(() => authentication.forget());
}

type ConnectionOptions = Omit<TargetOptions, 'credential'>;

/** Holds no credential: ssh2 keeps its listeners, and with them this object, as long as the connection lives. */
class Attempt implements LoginInProgress {
  private settled = false;
  private hostKey?: Buffer;
  private hostKeyChanged = false;
  private socket?: Duplex;
  private readonly opening = new AbortController();
  private reject!: (error: Error) => void;
  private readonly timer: NodeJS.Timeout;
  readonly allowsSha1: boolean;

  constructor(private readonly options: ConnectionOptions) {
    this.allowsSha1 = options.legacyAlgorithms === true || options.preferredKeyExchange !== undefined;
    this.timer = setTimeout(
      () => this.fail(new TargetError('timeout', `${this.place} did not answer in time`)),
      options.timeoutMs,
    );
  }

  run(authentication: TargetAuthentication, prepare?: (login: TargetLogin) => void): Promise<TargetLogin> {
    return new Promise((resolve, reject) => {
      this.reject = reject;
      const { host, port, lookup, signal, open } = this.options;
      signal?.addEventListener('abort', this.abort, { once: true });
      if (signal?.aborted) queueMicrotask(this.abort);
      const begin = (socket: Duplex) => this.begin(socket, authentication, { resolve, prepare });
      if (!open) return begin(connect({ host, port, lookup, noDelay: true, keepAlive: true }));
      open(this.opening.signal).then((stream) => (this.settled ? stream.destroy() : begin(stream)), this.fail);
    });
  }

  private begin(socket: Duplex, authentication: TargetAuthentication, { resolve, prepare }: Beginning): void {
    this.socket = socket;
    const client = new ssh2.Client();
    client.on('error', (error: ClientError) => {
      if (!(error instanceof NotSigned)) this.fail(this.translate(error));
    });
    client.on('close', () => this.fail(new TargetError('closed', `${this.place} closed the connection`)));
    client.on('change password', authentication.refusePasswordChange);
    client.once('ready', () => {
      if (authentication.hasAsked) this.settle(() => resolve({ client, socket }));
      else this.fail(new TargetError('protocol', `${this.place} reported a login that was not requested`));
    });
    client.connect(this.configuration(socket, authentication));
    prepare?.({ client, socket });
  }

  private configuration(sock: Duplex, authentication: TargetAuthentication): ConnectConfig {
    return {
      sock,
      username: authentication.userName,
      authHandler: authentication.handler,
      hostVerifier: (shown: Buffer) => this.recordHostKey(shown),
      algorithms: serverAlgorithms(this.options),
      ident: softwareVersion,
      readyTimeout: 0,
    };
  }

  /** ssh2 asks before it checks the signature, so the key is only kept here; `mayStart` asks whether it is trusted. */
  private recordHostKey(shown: Buffer): boolean {
    if (!this.hostKey) {
      this.hostKey = Buffer.from(shown);
      return true;
    }
    this.hostKeyChanged = !this.hostKey.equals(shown);
    return !this.hostKeyChanged;
  }

  async mayStart(): Promise<boolean> {
    const trusted = await this.isTrusted();
    if (!trusted) this.fail(new TargetError('host-key', `${this.place} did not show the trusted host key`));
    return trusted && !this.settled;
  }

  readonly fail = (error: Error): void => {
    this.settle(() => {
      this.opening.abort();
      this.socket?.destroy();
      this.reject(error);
    });
  };

  private settle(action: () => void): void {
    if (this.settled) return;
    this.settled = true;
    clearTimeout(this.timer);
    this.options.signal?.removeEventListener('abort', this.abort);
    action();
  }

  private async isTrusted(): Promise<boolean> {
    try {
      return this.hostKey !== undefined && (await this.options.verifyHostKey(this.hostKey)) === true;
    } catch {
      return false;
    }
  }

  private readonly abort = (): void => this.fail(new TargetError('closed', 'the connection was cancelled'));

  private translate(error: ClientError): TargetError {
    if (this.hostKeyChanged) return new TargetError('host-key', `${this.place} changed its host key`);
    if (error.level === 'client-socket')
      return new TargetError('unreachable', `${this.place} cannot be reached (${error.code})`);
    if (error instanceof NoCommonAlgorithm) return new TargetError('no-algorithm', error.message);
    if (/Connection lost before handshake/.test(error.message)) {
      return new TargetError('closed', `${this.place} closed the connection before the key exchange`);
    }
    if (/too many authentication failures/i.test(error.message)) {
      return new TargetError('authentication', 'the server refused the credential');
    }
    return new TargetError('protocol', `${this.place}: ${error.message}`);
  }

  private get place(): string {
    return `${this.options.host}:${this.options.port}`;
  }
}

/** What is done with a connection once it has begun, and once it has logged in. */
interface Beginning {
  readonly prepare?: (login: TargetLogin) => void;
  readonly resolve: (login: TargetLogin) => void;
}

type ClientError = Error & { readonly level?: string; readonly code?: string | number };
