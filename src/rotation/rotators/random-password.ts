import { randomInt } from 'node:crypto';
import { Redacted } from '../../common/redacted.ts';

// Nothing that a shell, chpasswd's `user:password` or a person's eye would stumble over.
const lettersAndDigits = ['abcdefghijkmnopqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789'];

interface Form {
  readonly length: number;
  readonly classes: readonly string[];
}

const usual: Form = { length: 32, classes: [...lettersAndDigits, '!#%+,-./=@^_~'] };
/** For hosts whose rules refuse the usual one: fewer signs, then shorter. */
const others: readonly Form[] = [
  { length: 24, classes: [...lettersAndDigits, '-_'] },
  { length: 14, classes: [...lettersAndDigits, '-_'] },
];

/**
 * 32 random characters, about 190 bits; another form the second and the third time. Passwords that a pwquality or a Windows policy
 * could refuse for their form are thrown away: each of the four classes occurs, the first character is a letter, none stands beside
 * itself, no three neighbours go up or down by one, and the user's name does not occur.
 */
export function randomPassword(userName: string, time = 1): Redacted<string> {
  const form = others[time - 2] ?? usual;
  const characters = form.classes.join('');
  for (;;) {
    const text = Array.from({ length: form.length }, () => characters[randomInt(characters.length)]).join('');
    if (isAcceptable(text, form) && !hasName(text, userName)) return new Redacted(text);
  }
}

function isAcceptable(text: string, { classes }: Form): boolean {
  const hasAll = classes.every((characters) => [...text].some((character) => characters.includes(character)));
  return hasAll && /^[A-Za-z]/.test(text) && !/(.)\1/.test(text) && !hasSequence(text);
}

// A name of one or two letters is not looked for by those policies either, and there would be no end to it.
function hasName(text: string, userName: string): boolean {
  return userName.length > 2 && text.toLowerCase().includes(userName.toLowerCase());
}

function hasSequence(text: string): boolean {
  const steps = [...text].slice(1).map((character, index) => character.charCodeAt(0) - text.charCodeAt(index));
  return steps.some((step, index) => Math.abs(step) === 1 && steps[index + 1] === step);
}
