import type { PythonSetUp } from "#core/model/sources/framework-set-up.ts";

/** Flask serves an app by itself; the module is told by its path where it is imported from another folder. */
export const FLASK_SET_UP: PythonSetUp = {
  names: ["flask"],
  title: "Flask",
  package: "flask",
  appClass: "Flask",
  start: ({ root, module, name }) => {
    const path = root === "" ? module : `${root}/${module.replaceAll(".", "/")}`;
    return `-m flask --app ${path}:${name} run --port \${port}`;
  },
};
