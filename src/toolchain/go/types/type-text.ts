/** Types as the compiler shows them behind the type checker: in `-m` and in what it says of sound packages. */
import { quoteBytes } from './go-string.ts';
import type { Package } from './object.ts';
import type { Interface, Signature, Tuple, Type } from './type.ts';
import { ANY } from './universe.ts';

/** A type in the compiler's own notation, `pkg` being the package that is compiled. */
export function typeText(type: Type, pkg: Package): string {
  const show = (t: Type): string => typeText(t, pkg);
  switch (type.kind) {
    case 'Basic': return type.name;
    case 'Named': return type.obj.pkg === null || type.obj.pkg === pkg ? type.obj.name : `${type.obj.pkg.name}.${type.obj.name}`;
    case 'Pointer': return `*${show(type.base)}`;
    case 'Slice': return `[]${show(type.elem)}`;
    case 'Array': return `[${type.length}]${show(type.elem)}`;
    case 'Map': return `map[${show(type.key)}]${show(type.elem)}`;
    case 'Chan': {
      if (type.dir === 'recv') return `<-chan ${show(type.elem)}`;
      if (type.dir === 'send') return `chan<- ${show(type.elem)}`;
      return type.elem.kind === 'Chan' && type.elem.dir === 'recv' ? `chan (${show(type.elem)})` : `chan ${show(type.elem)}`;
    }
    case 'Struct': {
      const fields = (type.fields ?? []).map((f, i) => `${f.isEmbedded ? '' : `${f.name} `}${show(f.type!)}${type.tags[i] ? ` ${quoteBytes(type.tags[i])}` : ''}`);
      return fields.length === 0 ? 'struct {}' : `struct { ${fields.join('; ')} }`;
    }
    case 'Signature': return `func${signatureText(type, show)}`;
    case 'Interface': return interfaceText(type, show);
    case 'Tuple': return tupleText(type, show, false);
  }
}

function interfaceText(type: Interface, show: (t: Type) => string): string {
  if (type === ANY) return 'any';
  const methods = (type.typeSet?.methods ?? type.methods).map((m) => `${m.isExported || m.pkg === null ? '' : `${m.pkg.name}.`}${m.name}${signatureText(m.type!, show)}`);
  return methods.length === 0 ? 'interface {}' : `interface { ${methods.join('; ')} }`;
}

function tupleText(tuple: Tuple, show: (t: Type) => string, variadic: boolean): string {
  const parts = tuple.vars.map((v, i) => {
    const isLast = variadic && i === tuple.vars.length - 1;
    return isLast && v.type!.kind === 'Slice' ? `...${show(v.type.elem)}` : show(v.type!);
  });
  return `(${parts.join(', ')})`;
}

function signatureText(type: Signature, show: (t: Type) => string): string {
  const results = type.results.vars;
  const params = tupleText(type.params, show, type.variadic);
  if (results.length === 0) return params;
  return results.length === 1 ? `${params} ${show(results[0]!.type!)}` : `${params} ${tupleText(type.results, show, false)}`;
}
