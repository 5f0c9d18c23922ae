import { isVisible } from '../../../common/typable-name.ts';
import type { Key } from '../../local/keyboard.ts';

/** Characters that can be typed in the menu. More are not taken. */
const longest = 128;

const segmenter = new Intl.Segmenter();

/** What was typed, after one more key. Undefined: the key does not change a text. */
export function edited(text: string, key: Key): string | undefined {
  switch (key) {
    case '\x7f':
    case '\b':
      return [...segmenter.segment(text)]
        .slice(0, -1)
        .map(({ segment }) => segment)
        .join('');
    case '\x15':
      return '';
    default:
      if (key !== ' ' && !isVisible(key)) return undefined;
      return text.length < longest ? text + key : text;
  }
}
