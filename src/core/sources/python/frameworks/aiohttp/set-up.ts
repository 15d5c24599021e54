import type { PythonSetUp } from "#core/model/sources/framework-set-up.ts";

/** An aiohttp app is served by a line of Python: the package has no program of its own that takes an app. */
export const AIOHTTP_SET_UP: PythonSetUp = {
  names: ["aiohttp"],
  title: "aiohttp",
  package: "aiohttp",
  appClass: "web.Application",
  start: ({ root, module, name, isFactory }) => {
    const path = root === "" ? "" : `import sys; sys.path.insert(0, '${root}'); `;
    const app = isFactory ? `${name}()` : name;
    const run = `web.run_app(${app}, host='127.0.0.1', port=\${port})`;
    return `-c "${path}from aiohttp import web; from ${module} import ${name}; ${run}"`;
  },
};
