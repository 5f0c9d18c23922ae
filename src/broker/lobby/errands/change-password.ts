import type { PasswordChange, TypedPasswords } from '../../../bastionhost/password-change.api.ts';
import type { Dialogue } from '../../local/conversation.ts';
import type { Errander, ErrandEnd } from './errand-end.ts';

const tries = 3;

const elsewhere = {
  Nobody: 'You have no password here: you log on with a key or a token.',
  AD: 'Your password is kept by Active Directory: change it there.',
  LDAP: 'Your password is kept by the directory: change it there.',
};

const faults: Readonly<Record<string, string>> = {
  WrongPassword: 'The current password is wrong.',
  TooWeak: 'The new password is too weak.',
  SameAsBefore: 'The new password is the current one.',
  NotRepeated: 'The new passwords differ.',
};

/** Changes the engineer's password. Nothing that they type is shown. */
export async function changePassword(
  dialogue: Dialogue,
  passwords: PasswordChange,
  errander: Errander,
): Promise<ErrandEnd> {
  const keeper = await passwords.keeperOf(errander.user);
  if (keeper !== 'Bastion') return { result: 'KeptElsewhere', text: elsewhere[keeper] };
  dialogue.terminal.write(`Change your password. The new one needs ${passwords.rule}.\n`);
  const result = await askUntilRight(dialogue, passwords, errander);
  return { result, text: result === 'OK' ? 'Your password is changed.' : 'Your password is not changed.' };
}

async function askUntilRight(
  { terminal, lines, isOpen }: Dialogue,
  passwords: PasswordChange,
  { user, source }: Errander,
): Promise<string> {
  let result = '';
  for (let left = tries; left > 0; left--) {
    const typed = await askForPasswords(lines);
    if (!typed) return 'GivenUp';
    const attempt = { address: source.address, isWanted: isOpen };
    result = typed.isRepeated ? await passwords.change(user, typed, attempt) : 'NotRepeated';
    if (result === 'Changed') return 'OK';
    terminal.write(`${faults[result]}\n`);
  }
  return result;
}

async function askForPasswords(
  lines: Dialogue['lines'],
): Promise<(TypedPasswords & { readonly isRepeated: boolean }) | undefined> {
  const current = await lines.askHidden('Current password: ');
  const next = current && (await lines.askHidden('New password: '));
  const repeated = next && (await lines.askHidden('New password again: '));
  return repeated && { current, next, isRepeated: next.reveal() === repeated.reveal() };
}
