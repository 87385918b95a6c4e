/** What a type is made of, by one step; a defined type and a basic one have no parts. */
import type { Signature, Type } from './type.ts';

export function partsOf(type: Type): readonly Type[] {
  switch (type.kind) {
    case 'Array':
    case 'Slice':
    case 'Chan': return [type.elem];
    case 'Pointer': return [type.base];
    case 'Map': return [type.key, type.elem];
    case 'Struct': return (type.fields ?? []).map((field) => field.type!);
    case 'Signature': return partsOfSignature(type);
    case 'Interface': return [...type.methods.flatMap((method) => partsOfSignature(method.type!)), ...type.embeddeds];
    case 'Tuple': return type.vars.map((each) => each.type!);
    case 'Basic':
    case 'Named': return [];
  }
}

const partsOfSignature = ({ params, results }: Signature): Type[] => [...params.vars, ...results.vars].map((each) => each.type!);
