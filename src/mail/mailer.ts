import { Injectable } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { Environment } from '../config/environment.ts';

/** A mail in plain text to one address. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** How long each step of talking to the server may take. */
const stepMs = 10_000;

/** Sends mail through the SMTP server in the settings, over a connection of its own each time. */
@Injectable()
export class Mailer {
  private readonly transport?: Transporter;

  constructor(private readonly environment: Environment) {
    const url = environment.mail && new URL(environment.mail.smtpUrl.reveal());
    this.transport = url && createTransport(serverAt(url));
  }

  /** False without a server in the settings: then `send` must not be called. */
  get canSend(): boolean {
    return this.transport !== undefined;
  }

  /** Resolves when the server has taken the mail. Rejects when it has not, or is not known to have. */
  async send({ to, subject, text }: Mail): Promise<void> {
    if (!this.transport || !this.environment.mail) throw new Error('no SMTP server is set');
    const { from } = this.environment.mail;
    await this.transport.sendMail({ from, to: { name: '', address: to }, subject, text });
  }
}

/**
 * TLS is used where the server offers it. Who the server is matters where it is told a password, or where the settings
 * insist on TLS; else a relay on this machine with a certificate of its own will do.
 */
function serverAt({ protocol, hostname, port, username, password }: URL) {
  const isTls = protocol === 'smtps:';
  const auth = username === '' ? undefined : { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (isTls ? 465 : 25) : Number(port),
    secure: isTls,
    requireTLS: auth !== undefined,
    tls: { rejectUnauthorized: isTls || auth !== undefined },
    auth,
    connectionTimeout: stepMs,
    greetingTimeout: stepMs,
    socketTimeout: stepMs,
    dnsTimeout: stepMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
