/** Which passwords a Windows takes. */
export interface PasswordPolicy {
  readonly minimumLength: number;
  /** At least three kinds of characters, and not the user's name. */
  readonly complexity: boolean;
  /** How many former passwords a user may not take again, the present one among them. */
  readonly history: number;
}

/** A server's own, but for the history: Windows looks at it only where administrators are not excepted. */
export const defaultPolicy: PasswordPolicy = { minimumLength: 7, complexity: true, history: 0 };

const kinds = [/[A-Z]/, /[a-z]/, /[0-9]/, /[^A-Za-z0-9]/];

/** Whether the policy takes the password, its history left out. */
export function isStrong({ minimumLength, complexity }: PasswordPolicy, userName: string, password: string): boolean {
  if (password.length < minimumLength) return false;
  return !complexity || (kinds.filter((kind) => kind.test(password)).length >= 3 && !holdsName(password, userName));
}

function holdsName(password: string, userName: string): boolean {
  return userName.length > 2 && password.toLowerCase().includes(userName.toLowerCase());
}
