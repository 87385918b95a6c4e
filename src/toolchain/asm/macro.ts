/**
 * Macros: the parameter list of `.macro`, the arguments of a call, and the substitution of `\name`, `\@` (a number that
 * counts expansions) and `\()` (nothing, to end a name).
 */
import type { SourceStatement } from './source.ts';

export interface MacroParameter {
  readonly name: string;
  readonly defaultText: string;
  readonly isRequired: boolean;
  /** Takes all that is left, commas included. */
  readonly isRest: boolean;
}

export interface Macro {
  readonly name: string;
  readonly parameters: readonly MacroParameter[];
  readonly body: readonly SourceStatement[];
}

/** Cuts at commas that are not inside quotes or parentheses; each piece is trimmed. */
export function cutArguments(text: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '"') {
      do at += text[at] === '\\' ? 2 : 1;
      while (at < text.length && text[at] !== '"');
    } else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === ',' && depth <= 0) {
      pieces.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  pieces.push(text.slice(start).trim());
  return pieces.length === 1 && pieces[0] === '' ? [] : pieces;
}

const PARAMETER = /^([A-Za-z_$][\w$]*)\s*(?::\s*(req|vararg))?\s*(?:=\s*(.*))?$/s;

/** Reads `name, name=default, name:req, name:vararg`, also separated by blanks. Returns the text that is wrong if one is. */
export function parseParameters(text: string): MacroParameter[] | { readonly wrong: string } {
  const joined = text.replace(/\s*([=:])\s*/g, '$1');
  const pieces = cutArguments(joined).flatMap((piece) => (piece.includes('"') ? [piece] : piece.split(/\s+/)));
  const parameters: MacroParameter[] = [];
  for (const piece of pieces) {
    const match = PARAMETER.exec(piece);
    if (match === null) return { wrong: piece };
    parameters.push({ name: match[1]!, defaultText: match[3] ?? '', isRequired: match[2] === 'req', isRest: match[2] === 'vararg' });
  }
  return parameters;
}

const unquoted = (text: string): string => (/^"(?:\\.|[^"\\])*"$/s.test(text) ? text.slice(1, -1) : text);

/** Cuts the arguments of a call; blanks separate them too where there is no comma and more than one parameter. */
function callArguments(macro: Macro, text: string): string[] {
  const pieces = cutArguments(text);
  const isBlankSeparated = pieces.length === 1 && macro.parameters.length > 1 && !/["()=]/.test(text);
  return isBlankSeparated ? text.trim().split(/\s+/) : pieces;
}

/** Binds the arguments of a call to the parameters, or says in GNU as's words why that fails. */
export function bindArguments(macro: Macro, text: string): ReadonlyMap<string, string> | { readonly error: string } {
  const bound = new Map<string, string>();
  const pieces = callArguments(macro, text);
  let next = 0;
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index]!;
    const keyword = /^([A-Za-z_$][\w$]*)=(?!=)(.*)$/s.exec(piece);
    if (keyword !== null && macro.parameters.some(({ name }) => name === keyword[1])) {
      bound.set(keyword[1]!, unquoted(keyword[2]!.trim()));
      continue;
    }
    const parameter = macro.parameters[next++];
    if (parameter === undefined) return { error: 'too many positional arguments' };
    if (parameter.isRest) {
      bound.set(parameter.name, pieces.slice(index).join(', '));
      break;
    }
    bound.set(parameter.name, unquoted(piece));
  }
  for (const { name, defaultText, isRequired } of macro.parameters) {
    if ((bound.get(name) ?? '') !== '') continue;
    if (isRequired) return { error: `Missing value for required parameter \`${name}' of macro \`${macro.name}'` };
    bound.set(name, unquoted(defaultText));
  }
  return bound;
}

/** Expanded lines stop growing here: arguments that double at each level of a recursion would fill any memory. */
export const MAX_EXPANDED_LENGTH = 1 << 16;

/** Replaces `\name`, `\@` and `\()` in a line of a body. A backslash before anything else stays. */
export function substitute(text: string, values: ReadonlyMap<string, string>, expansionNumber: number): string {
  let length = text.length;
  return text.replace(/\\(@|\(\)|[A-Za-z_$][\w$]*)/g, (whole, name: string) => {
    if (name === '@') return String(expansionNumber);
    if (name === '()') return '';
    const value = values.get(name) ?? whole;
    length += value.length;
    return length > 2 * MAX_EXPANDED_LENGTH ? whole : value;
  });
}
