import type { PythonSetUp } from "#core/model/sources/framework-set-up.ts";

/** FastAPI's apps are served by uvicorn, and print their contract themselves. */
export const FASTAPI_SET_UP: PythonSetUp = {
  names: ["fastapi", "starlette"],
  title: "FastAPI",
  package: "fastapi",
  appClass: "FastAPI",
  server: { package: "uvicorn", isAskedFor: /\buvicorn\b|\bfastapi\[(?:standard|all)/ },
  start: ({ root, module, name, isFactory }) => {
    const options = [...(root === "" ? [] : [`--app-dir ${root}`]), ...(isFactory ? ["--factory"] : [])];
    return ["-m uvicorn", `${module}:${name}`, ...options, "--port ${port}"].join(" ");
  },
  export: ({ module, name, isFactory }) =>
    `import json; from ${module} import ${name}; print(json.dumps(${isFactory ? `${name}()` : name}.openapi()))`,
};
