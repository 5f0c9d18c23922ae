import { Redacted } from '../../common/redacted.ts';
import type { AssistantResult } from '../../ecs/ecs.api.ts';
import { HostRefusal } from '../hosts/host-refusal.ts';
import type { HostConversation } from '../hosts/rotation-host.ts';

type Question = 'current' | 'new' | 'again';

// Questions of PAM modules and of passwd(1) itself, the most specific first: "Current password:", "(current) UNIX
// password:", "Enter new UNIX password:", "New password:", "Retype new password:", "Re-enter new password:". Output
// before the question may contain the words of others.
const questions: readonly (readonly [Question, RegExp])[] = [
  ['again', /(re-?type|re-?enter|repeat|again|confirm|verify)[^\n:]*: ?$/i],
  ['new', /new [^\n:]*password[^\n:]*: ?$/i],
  ['current', /password[^\n:]*: ?$/i],
];

// End of input: passwd does not accept an interrupt.
const nothing = new Redacted('\x04');
const tooYoung = /wait longer|too recent|minimum age/i;
const noSuchProgram = 127;

/**
 * The dialogue in which an account changes its own password. Without a wanted password it ends where the new one is
 * asked for, which proves that the password could be changed. Each question is answered once; if it is repeated, the
 * answer was wrong.
 */
export class PasswdConversation implements HostConversation {
  readonly program = "/bin/sh -c 'LC_ALL=C LANG=C exec passwd'";
  private readonly asked = new Set<Question>();

  constructor(
    private readonly current: Redacted<string>,
    private readonly wanted?: Redacted<string>,
  ) {}

  readonly answer = (shown: string): Redacted<string> | undefined => {
    const question = questions.find(([, form]) => form.test(shown))?.[0];
    if (question === undefined) return undefined;
    const value = question === 'current' ? this.current : this.wanted;
    const isRepeated = this.asked.has(question);
    this.asked.add(question);
    return value && !isRepeated ? new Redacted(`${value.reveal()}\n`) : nothing;
  };

  refusal({ exitCode, stdout }: AssistantResult): HostRefusal | undefined {
    const isOffered = this.asked.has('new');
    if (this.wanted ? exitCode === 0 : isOffered) return undefined;
    if (tooYoung.test(stdout)) return new HostRefusal('PasswordTooYoung', true, !isOffered);
    if (exitCode === noSuchProgram) return new HostRefusal('NoPasswordTool', true, true);
    return new HostRefusal(isOffered ? 'PasswordRefused' : 'PasswordUnchanged', true, !isOffered);
  }
}
