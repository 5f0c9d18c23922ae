import { Redacted } from '../../src/common/redacted.ts';
import { PasswdConversation } from '../../src/rotation/rotators/passwd-conversation.ts';

const result = (exitCode: number, stdout: string) => ({ exitCode, stdout, stderr: '', droppedBytes: 0 });

describe('the dialogue of passwd', () => {
  /** What is typed at each prompt in turn. */
  function typed(...shown: string[]): (string | undefined)[] {
    const conversation = new PasswdConversation(new Redacted('old'), new Redacted('fresh'));
    return shown.map((text) => conversation.answer(text)?.reveal());
  }

  it.each([
    ['Changing password for ops.\r\nCurrent password: ', 'New password: ', 'Retype new password: '],
    [
      'Changing password for user ops.\r\nChanging password for ops.\r\n(current) UNIX password: ',
      '\r\nNew password: ',
      '\r\nRetype new password: ',
    ],
    ['(current) UNIX password: ', 'Enter new UNIX password: ', 'Retype new UNIX password: '],
    ['Old Password:', 'New Password:', 'Reenter New Password:'],
    ['Old password: ', 'New password: ', 'Re-enter new password: '],
    ['Enter login(LDAP) password: ', 'New password: ', 'Re-enter new password: '],
    ['Password: ', 'You can now choose the new password.\r\n\r\nEnter new password: ', 'Re-type new password: '],
    ['Current Password: ', 'New password: ', 'New password (again): '],
  ])('is understood: %j', (current, wanted, again) => {
    expect(typed(current, wanted, again)).toEqual(['old\n', 'fresh\n', 'fresh\n']);
  });

  it('waits while a question is not complete', () => {
    expect(typed('Changing password for ops.\r\n', 'Current pass', 'New password')).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is ended when a question is repeated, since its answer was refused', () => {
    expect(typed('Current password: ', 'New password: ', 'BAD PASSWORD: it is too simple\r\nNew password: ')).toEqual([
      'old\n',
      'fresh\n',
      '\x04',
    ]);
    expect(typed('Current password: ', 'Sorry.\r\nCurrent password: ')).toEqual(['old\n', '\x04']);
  });

  it('tells why it has failed', () => {
    const conversation = new PasswdConversation(new Redacted('old'), new Redacted('fresh'));
    expect(conversation.refusal(result(0, 'passwd: password updated successfully'))).toBeUndefined();
    expect(conversation.refusal(result(10, 'You must wait longer to change your password'))?.code).toBe(
      'PasswordTooYoung',
    );
    expect(conversation.refusal(result(10, ''))?.code).toBe('PasswordUnchanged');
    conversation.answer('New password: ');
    expect(conversation.refusal(result(10, ''))?.code).toBe('PasswordRefused');
  });
});
