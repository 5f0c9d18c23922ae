/** A statement as it is written, with `{}` instead of each block. */
export interface Statement {
  readonly form: string;
  readonly blocks: readonly (readonly Statement[])[];
}

const continuation = /\s*(catch|finally|else)\b/y;

/** Splits a script into statements and blocks, without interpreting them. */
export function parse(script: string): Statement[] {
  const parser = new Parser(script);
  const statements = parser.block();
  if (!parser.isAtEnd) throw new SyntaxError('a block ends that has not begun');
  return statements;
}

class Parser {
  private at = 0;
  private form = '';
  private blocks: Statement[][] = [];
  private depth = 0;

  constructor(private readonly text: string) {}

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Everything up to the brace that ends the block, or to the end of the script. */
  block(): Statement[] {
    const statements: Statement[] = [];
    while (!this.isAtEnd && this.text[this.at] !== '}') {
      if (this.step()) this.finish(statements);
    }
    this.finish(statements);
    return statements;
  }

  /** Returns true at the end of a statement. */
  private step(): boolean {
    const character = this.text[this.at]!;
    if (character === "'" || character === '"') this.form += this.quoted(character);
    else if (character === '{') this.form += this.inner();
    else if ((character === '\n' || character === ';') && this.depth === 0) return this.isOver();
    else this.plain(character);
    return false;
  }

  private plain(character: string): void {
    if (character === '(') this.depth += 1;
    if (character === ')') this.depth -= 1;
    this.form += character;
    this.at += 1;
  }

  private quoted(quote: string): string {
    const pattern = quote === "'" ? /'[^']*'/y : /"(?:`.|[^"`])*"/y;
    pattern.lastIndex = this.at;
    const [text] = pattern.exec(this.text) ?? [];
    if (text === undefined) throw new SyntaxError('a string does not end');
    this.at += text.length;
    return text;
  }

  private inner(): string {
    const outer = { form: this.form, blocks: this.blocks };
    this.at += 1;
    this.form = '';
    this.blocks = [];
    const statements = this.block();
    if (this.isAtEnd) throw new SyntaxError('a block does not end');
    this.at += 1;
    this.form = outer.form;
    this.blocks = [...outer.blocks, statements];
    return '{}';
  }

  private isOver(): boolean {
    continuation.lastIndex = this.at;
    const goesOn = this.form.endsWith('{}') && continuation.test(this.text);
    if (goesOn) this.form += ' ';
    this.at += 1;
    return !goesOn;
  }

  private finish(statements: Statement[]): void {
    const form = this.form.trim().replace(/\{\}\s+(?=catch|finally|else)/g, '{} ');
    if (form !== '') statements.push({ form, blocks: this.blocks });
    this.form = '';
    this.blocks = [];
  }
}
