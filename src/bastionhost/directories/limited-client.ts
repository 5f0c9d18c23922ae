import type { Socket } from 'node:net';
import { Client, type MessageParser } from 'ldapts';

/** Where a directory answers, and over TLS when there are settings for it. */
export interface DirectoryAddress {
  readonly host: string;
  readonly port: number;
  /** `ca`: PEM; undefined: the authorities that Node.js trusts. */
  readonly tls?: { readonly ca?: string };
}

/**
 * An LDAP client for servers that nobody vouches for. It hangs up once a server has answered more than `answerBytes` in
 * all: ldapts would keep any number of bytes, and it calls itself for each message in them, so that one packet of
 * thousands ends the process with a stack overflow (observed with 8.0.17).
 */
export class LimitedClient extends Client {
  constructor({ host, port, tls }: DirectoryAddress, answerBytes: number) {
    const tlsOptions = tls && { ca: tls.ca, rejectUnauthorized: true, minVersion: 'TLSv1.2' as const };
    super({ url: `${tls ? 'ldaps' : 'ldap'}://directory:${port}`, tlsOptions });
    // ldapts reads the groups of an IPv6 address in a URL as decimal numbers, and would dial another address.
    Object.assign(this, { host });
    this.limitAnswers(answerBytes);
  }

  /** Hangs up without a farewell, which a server that hangs might never let out. */
  close(reason?: Error): void {
    const socket: Socket | undefined = this['socket'];
    socket?.destroy(reason);
  }

  private limitAnswers(most: number): void {
    const parser: MessageParser = this['messageParser'];
    const read = parser.read.bind(parser);
    let received = 0;
    parser.read = (data, requests) => {
      received += data.length;
      if (received > most) this.close(new Error('the directory answers too much'));
      else read(data, requests);
    };
  }
}
