/** One idiom out of the files about each part of the language. */
import { CHANNELS } from './idioms-channels.ts';
import { CLOSURES } from './idioms-closures.ts';
import { FLOW } from './idioms-flow.ts';
import { INTERFACE_USES } from './idioms-interfaces.ts';
import { JOURNEYS } from './idioms-journeys.ts';
import { MAPS } from './idioms-maps.ts';
import { MEMORY } from './idioms-memory.ts';
import { NUMBERS } from './idioms-numbers.ts';
import { ORDER } from './idioms-order.ts';
import { PANICS } from './idioms-panics.ts';
import { SLICES } from './idioms-slices.ts';
import { STRINGS } from './idioms-strings.ts';
import { TYPE_USES } from './idioms-types.ts';
import type { Idiom } from './maker.ts';

const GROUPS: readonly (readonly Idiom[])[] = [SLICES, MAPS, STRINGS, INTERFACE_USES, INTERFACE_USES, CLOSURES, PANICS, PANICS, FLOW, ORDER, MEMORY, NUMBERS, CHANNELS, TYPE_USES, JOURNEYS, JOURNEYS];

export const idiom: Idiom = (m, scope, body) => m.pick(m.pick(GROUPS))(m, scope, body);
