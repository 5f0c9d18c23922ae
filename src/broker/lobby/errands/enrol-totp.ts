import type { OfferedSeed, TotpEnrolment } from '../../../bastionhost/totp-enrolment.api.ts';
import { Redacted } from '../../../common/redacted.ts';
import type { Dialogue } from '../../local/conversation.ts';
import type { Errander, ErrandEnd } from './errand-end.ts';
import { drawQrCode } from './qr-code.ts';

const tries = 3;
/** Lines around the QR code: two above it, and the prompt. */
const otherLines = 3;

const ends: Readonly<Record<string, string>> = {
  OK: 'The app is enrolled. You will be asked for its code when you log on.',
  AlreadyEnrolled: 'An app was enrolled in another terminal in the meantime. Log on again with its code.',
  WrongCode: 'No app is enrolled. Log on again to begin anew.',
  GivenUp: 'No app is enrolled.',
};

/** Enrols an authenticator app. The seed is kept once a code shows that the app has it. */
export async function enrolTotp(dialogue: Dialogue, enrolment: TotpEnrolment, errander: Errander): Promise<ErrandEnd> {
  const result = await askForCodes(dialogue, enrolment, errander);
  return { result, text: ends[result]! };
}

async function askForCodes(
  { terminal, lines }: Dialogue,
  enrolment: TotpEnrolment,
  { user, source }: Errander,
): Promise<string> {
  const offered = enrolment.offer(user);
  terminal.write(invitation(offered, terminal));
  for (let left = tries; left > 0; left--) {
    const code = await lines.ask('Code that the app shows: ');
    if (code === undefined) return 'GivenUp';
    const outcome = await enrolment.confirm(user, source, offered, new Redacted(code.replaceAll(' ', '')));
    if (outcome !== 'WrongCode') return outcome === 'Enrolled' ? 'OK' : outcome;
    terminal.write('This is not the code. Is the clock of your phone right?\n');
  }
  return 'WrongCode';
}

function invitation({ uri, key }: OfferedSeed, { type, size }: Dialogue['terminal']): string {
  const groups = key.reveal().replaceAll(/.{4}(?=.)/g, '$& ');
  const { columns, rows } = size();
  const picture = type === 'dumb' ? undefined : drawQrCode(uri.reveal(), { columns, rows: rows - otherLines });
  return picture
    ? `Scan this with an authenticator app, or type its key into one:\n${groups}\n${picture}`
    : `You need an authenticator app on your phone. Type this key into it:\n${groups}\n`;
}
