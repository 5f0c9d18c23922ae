import { Redacted } from '../../common/redacted.ts';
import type { AssistantResult } from '../../ecs/ecs.api.ts';
import { HostRefusal } from '../hosts/host-refusal.ts';
import type { HostConversation } from '../hosts/rotation-host.ts';

type Question = 'current' | 'new' | 'again';

// What PAM's modules and passwd(1) itself ask, from the most particular on: "Current password:", "(current) UNIX password:", "Enter new
// UNIX password:", "New password:", "Retype new password:", "Re-enter new password:". What was shown before the question may name others.
const questions: readonly (readonly [Question, RegExp])[] = [
  ['again', /(re-?type|re-?enter|repeat|again|confirm|verify)[^\n:]*: ?$/i],
  ['new', /new [^\n:]*password[^\n:]*: ?$/i],
  ['current', /password[^\n:]*: ?$/i],
];

// The end of the input: passwd takes no interrupt.
const nothing = new Redacted('\x04');
const tooYoung = /wait longer|too recent|minimum age/i;
const noSuchProgram = 127;

/**
 * The dialogue by which an account changes its own password; without a wanted one it ends where the new one is asked for, which proves that
 * it could be changed. Each question is answered once: a second time says that the answer was wrong.
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
