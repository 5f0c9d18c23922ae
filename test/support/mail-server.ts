import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** An SMTP server of this machine that keeps what it is sent. */
export class MailServer {
  readonly mails: ReceivedMail[] = [];
  /** Set: mails are refused with this text. */
  refusal?: string;
  private readonly server: SMTPServer;

  private constructor(options: SMTPServerOptions) {
    this.server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      authOptional: true,
      logger: false,
      onData: (stream, { envelope }, done) => {
        void text(stream).then((message) => {
          if (this.refusal) return done(new Error(this.refusal));
          const from = envelope.mailFrom ? envelope.mailFrom.address : '';
          this.mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), ...read(message) });
          done();
        });
      },
      ...options,
    });
    // A client that leaves in the middle of a handshake is no fault of this server.
    this.server.on('error', () => {});
  }

  /** By default without TLS. */
  static async start(options: SMTPServerOptions = {}): Promise<MailServer> {
    const server = new MailServer(options);
    await once(server.server.listen(0, '127.0.0.1'), 'listening');
    return server;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  /** The settings of a service that sends its mail here. */
  get settings() {
    return { SALLYPORT_SMTP_URL: `smtp://127.0.0.1:${this.port}`, SALLYPORT_MAIL_FROM: 'bastion@example.com' };
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

/** The mails of the service are short ASCII texts, which need no encoding. */
function read(message: string): Pick<ReceivedMail, 'subject' | 'text'> {
  const [headers = '', ...body] = message.split('\r\n\r\n');
  return { subject: /^Subject: (.*)$/m.exec(headers)?.[1]?.trim() ?? '', text: body.join('\r\n\r\n') };
}
