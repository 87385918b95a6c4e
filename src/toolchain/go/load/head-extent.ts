/**
 * How far the head of a file reaches: what the go command takes from it before it parses, byte by byte and without knowing Go's grammar (go/build's
 * readGoInfo). Behind a package clause and imports that look right it stops, so what is wrong from there on is left to the compiler; where they do
 * not look right, the head is the whole file.
 */

const IDENTIFIER = /[\w\u0080-\uffff]/;
const SPACE = /[ \f\t\r\n;]/;

class ImportReader {
  private at: number;
  /** A byte that was looked at and not taken; empty if there is none, or at the end. */
  private peeked = '';
  private atEnd = false;
  private failed = false;

  constructor(private readonly text: string, start: number) {
    this.at = start;
  }

  /** The end of the head. */
  read(): number {
    this.keyword('package');
    this.identifier();
    while (this.peek('skip') === 'i') {
      this.keyword('import');
      if (this.peek('skip') === '(') this.group();
      else this.importSpec();
    }
    if (this.failed || this.atEnd) return this.text.length;
    return this.at - 1;
  }

  private group(): void {
    this.next('take');
    while (this.peek('skip') !== ')' && !this.failed) this.importSpec();
    this.next('take');
  }

  private importSpec(): void {
    const first = this.peek('skip');
    if (first === '.') this.peeked = '';
    else if (IDENTIFIER.test(first)) this.identifier();
    this.string();
  }

  private keyword(word: string): void {
    this.peek('skip');
    for (const letter of word) {
      if (this.next('take') !== letter) {
        this.failed = true;
        return;
      }
    }
    if (IDENTIFIER.test(this.peek('take'))) this.failed = true;
  }

  private identifier(): void {
    if (!IDENTIFIER.test(this.peek('skip'))) this.failed = true;
    while (!this.failed && IDENTIFIER.test(this.peek('take'))) this.peeked = '';
  }

  private string(): void {
    const quote = this.next('skip');
    if (quote !== '"' && quote !== '`') this.failed = true;
    while (!this.failed) {
      const byte = this.next('take');
      if (byte === quote) return;
      if (this.atEnd || (quote === '"' && byte === '\n')) this.failed = true;
      if (quote === '"' && byte === '\\') this.next('take');
    }
  }

  private readByte(): string {
    const byte = this.text[this.at] ?? '';
    if (byte === '') this.atEnd = true;
    else this.at++;
    return byte;
  }

  /** The next byte, or the next behind space and comments. */
  private peek(space: 'take' | 'skip'): string {
    if (this.failed) return '';
    let byte = this.peeked === '' ? this.readByte() : this.peeked;
    while (space === 'skip' && !this.failed && !this.atEnd) {
      if (byte === '/') this.comment();
      else if (!SPACE.test(byte)) break;
      byte = this.readByte();
    }
    this.peeked = byte;
    return byte;
  }

  private next(space: 'take' | 'skip'): string {
    const byte = this.peek(space);
    this.peeked = '';
    return byte;
  }

  private comment(): void {
    const kind = this.readByte();
    const close = kind === '/' ? '\n' : kind === '*' ? '*/' : null;
    const end = close === null ? -1 : this.text.indexOf(close, this.at);
    if (end >= 0) this.at = end + close!.length;
    else if (kind === '/') this.at = this.text.length;
    else this.failed = true;
  }
}

/** The head of a file as the go command reads it; `start` is behind a byte order mark. */
export function headOf(text: string, start: number): string {
  return text.slice(0, new ImportReader(text, start).read());
}
