/** Which passwords a Windows instance accepts. */
export interface PasswordPolicy {
  readonly minimumLength: number;
  /** At least three kinds of characters, and not the user's name. */
  readonly complexity: boolean;
  /** How many former passwords a user may not reuse, the current one included. */
  readonly history: number;
}

/** A server's own, except for the history: Windows checks it only where administrators are not exempt. */
export const defaultPolicy: PasswordPolicy = { minimumLength: 7, complexity: true, history: 0 };

const kinds = [/[A-Z]/, /[a-z]/, /[0-9]/, /[^A-Za-z0-9]/];

/** Whether the policy accepts the password, apart from its history. */
export function isStrong({ minimumLength, complexity }: PasswordPolicy, userName: string, password: string): boolean {
  if (password.length < minimumLength) return false;
  return !complexity || (kinds.filter((kind) => kind.test(password)).length >= 3 && !holdsName(password, userName));
}

function holdsName(password: string, userName: string): boolean {
  return userName.length > 2 && password.toLowerCase().includes(userName.toLowerCase());
}
