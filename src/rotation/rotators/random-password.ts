import { randomInt } from 'node:crypto';
import { Redacted } from '../../common/redacted.ts';

// No characters that trip up a shell, chpasswd's `user:password` or a person reading.
const lettersAndDigits = ['abcdefghijkmnopqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789'];

interface Form {
  readonly length: number;
  readonly classes: readonly string[];
}

const usual: Form = { length: 32, classes: [...lettersAndDigits, '!#%+,-./=@^_~'] };
/** For hosts whose rules refuse the usual form: first fewer special characters, then shorter as well. */
const others: readonly Form[] = [
  { length: 24, classes: [...lettersAndDigits, '-_'] },
  { length: 14, classes: [...lettersAndDigits, '-_'] },
];

/**
 * 32 random characters, about 190 bits; the second and third values have other forms. Passwords whose form pwquality or
 * a Windows policy could refuse are thrown away: each character class occurs, the first character is a letter, no
 * character is repeated in a row, no three in a row go up or down by one, and the user's name does not occur.
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

// Those policies ignore names of one or two letters too, and avoiding them could take forever.
function hasName(text: string, userName: string): boolean {
  return userName.length > 2 && text.toLowerCase().includes(userName.toLowerCase());
}

function hasSequence(text: string): boolean {
  const steps = [...text].slice(1).map((character, index) => character.charCodeAt(0) - text.charCodeAt(index));
  return steps.some((step, index) => Math.abs(step) === 1 && steps[index + 1] === step);
}
