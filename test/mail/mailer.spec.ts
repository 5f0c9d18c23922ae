import { readEnvironment } from '../../src/config/environment.ts';
import { Mailer } from '../../src/mail/mailer.ts';
import { MailServer } from '../support/mail-server.ts';

const mail = { to: 'alice@example.com', subject: 'Greetings', text: 'Hello.\n' };

describe('a mail', () => {
  let server: MailServer | undefined;
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });

  const mailer = (url?: string) =>
    new Mailer(readEnvironment(url ? { SALLYPORT_SMTP_URL: url, SALLYPORT_MAIL_FROM: 'bastion@example.com' } : {}));

  it('is sent as plain text to one address', async () => {
    server = await MailServer.start();
    await mailer(`smtp://127.0.0.1:${server.port}`).send(mail);
    expect(server.mails).toEqual([
      { from: 'bastion@example.com', to: ['alice@example.com'], subject: 'Greetings', text: 'Hello.\r\n' },
    ]);
  });

  it.each([
    ['two addresses', { to: 'alice@example.com, mallory@example.net' }],
    ['a line break in the address', { to: 'alice@example.com\r\nBcc: mallory@example.net' }],
  ])('goes to nobody else: %s', async (_what, change) => {
    server = await MailServer.start();
    await mailer(`smtp://127.0.0.1:${server.port}`)
      .send({ ...mail, ...change })
      .catch(() => {});
    expect(server.mails.flatMap(({ to }) => to)).not.toContain('mallory@example.net');
  });

  it('goes over TLS where that is offered, whatever the certificate of a relay without a password', async () => {
    const isSecure: boolean[] = [];
    server = await MailServer.start({
      disabledCommands: [],
      onMailFrom: (_address, session, done) => {
        isSecure.push(session.secure);
        done();
      },
    });
    await mailer(`smtp://127.0.0.1:${server.port}`).send(mail);
    expect(isSecure).toEqual([true]);
  });

  it.each([
    ['to a server without TLS', ['STARTTLS']],
    ['to a server whose certificate nobody vouches for', []],
  ])('is not sent, nor the password, %s', async (_what, disabledCommands) => {
    const passwords: unknown[] = [];
    server = await MailServer.start({
      disabledCommands,
      authMethods: ['PLAIN', 'LOGIN'],
      onAuth: ({ password }, _session, done) => {
        passwords.push(password);
        done(null, { user: 'bastion' });
      },
    });
    const sending = mailer(`smtp://bastion:canary@127.0.0.1:${server.port}`).send(mail);
    await expect(sending).rejects.toThrow(/STARTTLS|certificate/);
    await expect(sending).rejects.not.toThrow('canary');
    expect({ passwords, mails: server.mails }).toEqual({ passwords: [], mails: [] });
  });

  it('that is not taken rejects, as does one to a server that is not there', async () => {
    server = await MailServer.start();
    server.refusal = 'mailbox full';
    const url = `smtp://127.0.0.1:${server.port}`;
    await expect(mailer(url).send(mail)).rejects.toThrow('mailbox full');
    await server.stop();
    server = undefined;
    await expect(mailer(url).send(mail)).rejects.toThrow('ECONNREFUSED');
  });

  it('cannot be sent without a server in the settings', async () => {
    expect(mailer().canSend).toBe(false);
    expect(mailer('smtp://mail').canSend).toBe(true);
  });
});
