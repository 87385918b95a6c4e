/** Types and objects as messages show them. */
import { quoteBytes } from './go-string.ts';
import type { Func, GoObject, Package } from './object.ts';
import { type Interface, type Signature, type Tuple, type Type, under } from './type.ts';
import { ANY } from './universe.ts';

/** What to write before the dot for names of a package; empty for no qualification. */
export type Qualifier = (pkg: Package) => string;
const byPath: Qualifier = (pkg) => pkg.path;

export function typeString(type: Type, qualifier: Qualifier = byPath): string {
  return write(type, qualifier, new Set());
}

function write(type: Type, qualifier: Qualifier, open: Set<Type>): string {
  if (open.has(type)) return `<cycle to ${type.kind}>`;
  open.add(type);
  const text = writeType(type, qualifier, open);
  open.delete(type);
  return text;
}

function writeType(type: Type, qualifier: Qualifier, open: Set<Type>): string {
  const inner = (t: Type): string => write(t, qualifier, open);
  switch (type.kind) {
    case 'Basic': return type.name;
    case 'Named': return qualifiedName(type.obj, qualifier);
    case 'Array': return `[${type.length}]${inner(type.elem)}`;
    case 'Slice': return `[]${inner(type.elem)}`;
    case 'Pointer': return `*${inner(type.base)}`;
    case 'Map': return `map[${inner(type.key)}]${inner(type.elem)}`;
    case 'Tuple': return tupleString(type, inner, false);
    case 'Signature': return `func${signatureTail(type, inner)}`;
    case 'Interface': return interfaceString(type, inner);
    case 'Struct': {
      const fields = (type.fields ?? []).map((f, i) => {
        const tag = type.tags[i] ? ` ${quoteBytes(type.tags[i])}` : '';
        return `${f.isEmbedded ? '' : `${f.name} `}${inner(f.type!)}${tag}`;
      });
      return `struct{${fields.join('; ')}}`;
    }
    case 'Chan': {
      const elem = inner(type.elem);
      if (type.dir === 'send') return `chan<- ${elem}`;
      if (type.dir === 'recv') return `<-chan ${elem}`;
      return type.elem.kind === 'Chan' && type.elem.dir === 'recv' ? `chan (${elem})` : `chan ${elem}`;
    }
  }
}

function interfaceString(type: Interface, inner: (t: Type) => string): string {
  if (type === ANY) return 'any';
  const methods = type.methods.map((m) => `${m.name}${signatureTail(m.type!, inner)}`);
  return `interface{${[...methods, ...type.embeddeds.map(inner)].join('; ')}}`;
}

function tupleString(tuple: Tuple, inner: (t: Type) => string, variadic: boolean): string {
  const parts = tuple.vars.map((v, i) => {
    const name = v.name === '' ? '' : `${v.name} `;
    const type = v.type!;
    if (!variadic || i < tuple.vars.length - 1) return name + inner(type);
    return type.kind === 'Slice' ? `${name}...${inner(type.elem)}` : `${name}${inner(type)}...`;
  });
  return `(${parts.join(', ')})`;
}

function signatureTail(signature: Signature, inner: (t: Type) => string): string {
  const params = tupleString(signature.params, inner, signature.variadic);
  const results = signature.results.vars;
  if (results.length === 0) return params;
  if (results.length === 1 && results[0]!.name === '') return `${params} ${inner(results[0]!.type!)}`;
  return `${params} ${tupleString(signature.results, inner, false)}`;
}

/** Parameters and results without the word func. */
export function signatureString(signature: Signature, qualifier: Qualifier = byPath): string {
  return signatureTail(signature, (type) => write(type, qualifier, new Set()));
}

/** Name of an object with its package's qualification. */
export function qualifiedName(obj: GoObject, qualifier: Qualifier): string {
  const prefix = obj.pkg === null ? '' : qualifier(obj.pkg);
  return prefix === '' ? obj.name : `${prefix}.${obj.name}`;
}

function funcName(func: Func, qualifier: Qualifier): string {
  const recv = func.type?.recv ?? null;
  if (recv === null) return func.type === null ? func.name : qualifiedName(func, qualifier);
  const type = recv.type!;
  return `(${type.kind === 'Interface' ? 'interface' : typeString(type, qualifier)}).${func.name}`;
}

/** An object with its kind and type, as in `var x int` or `func (T).m()`. */
export function objectString(obj: GoObject, qualifier: Qualifier = byPath): string {
  const ownName = obj.pkg !== null && obj.pkg.scope.lookup(obj.name) === obj ? qualifiedName(obj, qualifier) : obj.name;
  const typed = (word: string): string => `${word} ${ownName}${obj.type === null ? '' : ` ${typeString(obj.type, qualifier)}`}`;
  switch (obj.kind) {
    case 'PkgName': {
      const path = obj.imported.path;
      return `package ${obj.name}${path !== '' && path !== obj.name ? ` ("${path}")` : ''}`;
    }
    case 'Const': return typed('const');
    case 'Var': return typed(obj.isField ? 'field' : 'var');
    case 'Func': return `func ${funcName(obj, qualifier)}${obj.type === null ? '' : signatureString(obj.type, qualifier)}`;
    case 'Builtin': return `builtin ${obj.name}`;
    case 'Nil': return 'nil';
    case 'TypeName': {
      if (obj.type === null || obj.type.kind === 'Basic') return `type ${ownName}`;
      if (obj.isAlias) return `type ${ownName} = ${typeString(obj.type, qualifier)}`;
      return `type ${ownName} ${typeString(under(obj.type), qualifier)}`;
    }
  }
}
