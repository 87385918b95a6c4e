/**
 * Reads `.debug_info` of DWARF 4 into entries, as {@link writeUnit} and GNU tools write it. What the entries mean is the business of
 * debug-info.ts.
 */
import { ElfFormatError } from '../../elf/elf-format-error.ts';
import { Attribute, Form, type Tag } from './constants.ts';
import { SectionReader } from './section-reader.ts';

const VERSION = 4;

/** A number is an address, a length, an offset or the offset of another entry in the section; bytes are expressions. */
export type AttributeValue = number | bigint | string | boolean | Uint8Array;

export interface Entry {
  /** In the section: what references lead to. */
  readonly offset: number;
  readonly tag: Tag;
  readonly attributes: ReadonlyMap<Attribute, AttributeValue>;
  readonly children: readonly Entry[];
}

/** The sections that are read together; `strings` is empty if there is none. */
export interface InfoSections {
  readonly info: Uint8Array;
  readonly abbreviations: Uint8Array;
  readonly strings: Uint8Array;
}

interface Abbreviation {
  readonly tag: Tag;
  readonly hasChildren: boolean;
  readonly attributes: readonly (readonly [Attribute, Form])[];
}

/** The compilation units of the section. Throws {@link ElfFormatError} if it is damaged or of another version. */
export function readInfo(sections: InfoSections): Entry[] {
  const reader = new SectionReader(sections.info, '.debug_info');
  const units: Entry[] = [];
  while (reader.at < sections.info.length) {
    const start = reader.at;
    const end = reader.word() + reader.at;
    const version = reader.half();
    if (version !== VERSION) throw new ElfFormatError(start, `.debug_info of version ${VERSION}`, `version ${version}`);
    const abbreviations = readAbbreviations(sections.abbreviations, reader.word());
    reader.byte(); // length of an address
    const unit = new UnitReader(reader, start, abbreviations, sections.strings).entry();
    if (unit !== null) units.push(unit);
    reader.at = end;
  }
  return units;
}

function readAbbreviations(section: Uint8Array, offset: number): Map<number, Abbreviation> {
  const reader = new SectionReader(section, '.debug_abbrev');
  reader.at = offset;
  const all = new Map<number, Abbreviation>();
  for (let code = reader.unsigned(); code !== 0; code = reader.unsigned()) {
    const tag: Tag = reader.unsigned();
    const hasChildren = reader.byte() !== 0;
    const attributes: [Attribute, Form][] = [];
    for (;;) {
      const attribute: Attribute = reader.unsigned();
      const form: Form = reader.unsigned();
      if ((attribute as number) === 0) break;
      attributes.push([attribute, form]);
    }
    all.set(code, { tag, hasChildren, attributes });
  }
  return all;
}

class UnitReader {
  constructor(
    private readonly reader: SectionReader,
    private readonly start: number,
    private readonly abbreviations: ReadonlyMap<number, Abbreviation>,
    private readonly strings: Uint8Array,
  ) {}

  /** The next entry with its children; null for the end of a list. */
  entry(): Entry | null {
    const { reader } = this;
    const offset = reader.at;
    const code = reader.unsigned();
    if (code === 0) return null;
    const abbreviation = this.abbreviations.get(code);
    if (abbreviation === undefined) throw new ElfFormatError(offset, 'a known abbreviation', `number ${code}`);
    const attributes = new Map(abbreviation.attributes.map(([attribute, form]) => [attribute, this.value(form)] as const));
    const children: Entry[] = [];
    if (abbreviation.hasChildren) for (let child = this.entry(); child !== null; child = this.entry()) children.push(child);
    return { offset, tag: abbreviation.tag, attributes, children };
  }

  private value(form: Form): AttributeValue {
    const { reader } = this;
    switch (form) {
      case Form.Addr:
      case Form.Data4:
      case Form.SecOffset:
      case Form.RefAddr:
        return reader.word();
      case Form.Data1: return reader.byte();
      case Form.Data2: return reader.half();
      case Form.Data8: return reader.quad();
      case Form.Udata: return reader.unsigned();
      case Form.Sdata: return reader.signed64();
      case Form.Ref4: return this.start + reader.word();
      case Form.String: return reader.text();
      case Form.Strp: return this.stringAt(reader.word());
      case Form.Flag: return reader.byte() !== 0;
      case Form.FlagPresent: return true;
      case Form.Block1: return reader.bytes(reader.byte());
      case Form.Block2: return reader.bytes(reader.half());
      case Form.Block4: return reader.bytes(reader.word());
      case Form.Block:
      case Form.Exprloc:
        return reader.bytes(reader.unsigned());
      default:
        throw new ElfFormatError(reader.at, 'a form of DWARF 4', `form ${form as number}`);
    }
  }

  private stringAt(offset: number): string {
    const reader = new SectionReader(this.strings, '.debug_str');
    reader.at = offset;
    return reader.text();
  }
}
