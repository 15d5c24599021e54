// Stands in for the native module @vscode/native-watchdog in the server build. It ends an extension host whose server died
// while its event loop was blocked; leash.ts ends the whole process group then.
"use strict";

exports.start = () => {};
exports.exit = (code) => process.exit(code);
