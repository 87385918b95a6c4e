// Runs a bundle (the first argument) with a command's arguments (the rest), and keeps what V8 has made of it then.
import { keepCompiled, runBundle } from './run-bundle.js';

const [, , path, ...parameters] = process.argv;
process.argv = [process.execPath, path, ...parameters];
const script = runBundle(path);
process.on('exit', () => keepCompiled(path, script));
