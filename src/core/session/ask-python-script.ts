/** What the lines begin with on which the script gives its answer. */
export const ANSWER_MARK = "PORTOLAN-ANSWER:";

/**
 * Runs in the project's own Python (3.8 and newer), with nothing installed but what the server needs: imports the modules
 * in which apps are made, takes the apps, or calls the functions that make one, and prints the routes as JSON. Arguments
 * that such a function needs are made from their annotations or stand-ins. `PORTOLAN_ASK` says what to look into.
 */
export const ASK_SCRIPT = String.raw`
import importlib, inspect, json, os, sys, traceback
from unittest.mock import MagicMock

def load(file):
    parts = file[:-3].split("/")
    if parts[-1] == "__init__":
        parts.pop()
    depth = len(parts) - 1
    while depth > 0 and os.path.exists("/".join(parts[:depth] + ["__init__.py"])):
        depth -= 1
    cuts = [depth] + [cut for cut in range(len(parts)) if cut != depth]
    failure = None
    for cut in cuts:
        root = os.path.abspath("/".join(parts[:cut]) or ".")
        sys.path.insert(0, root)
        try:
            return importlib.import_module(".".join(parts[cut:]))
        except ImportError as error:
            failure = failure or error
            sys.path.remove(root)
    raise failure

def argument(parameter):
    if parameter.annotation in (str, "str"):
        return parameter.name
    try:
        return parameter.annotation()
    except Exception:
        return MagicMock(name=parameter.name)

def make(factory):
    positional, named = [], {}
    for parameter in inspect.signature(factory).parameters.values():
        if parameter.default is not parameter.empty or parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        if parameter.kind == parameter.KEYWORD_ONLY:
            named[parameter.name] = argument(parameter)
        else:
            positional.append(argument(parameter))
    return factory(*positional, **named)

def place_of(endpoint):
    try:
        code = inspect.unwrap(getattr(endpoint, "func", endpoint)).__code__
        return {"file": os.path.relpath(code.co_filename), "line": code.co_firstlineno}
    except Exception:
        return {}

def name_of(endpoint):
    return getattr(endpoint, "__name__", type(endpoint).__name__)

def methods_of(route):
    if getattr(route, "methods", None):
        return sorted(route.methods)
    endpoint = getattr(route, "endpoint", None)
    if inspect.isclass(endpoint):
        verbs = ("get", "head", "post", "put", "patch", "delete", "options")
        return [verb.upper() for verb in verbs if hasattr(endpoint, verb)]
    return ["ANY"]

def rows_of(app, routes, prefix, seen):
    rows = []
    own = {getattr(app, name, None) for name in ("openapi_url", "docs_url", "redoc_url", "swagger_ui_oauth2_redirect_url")}
    for route in routes or []:
        path = prefix + (getattr(route, "path", "") or "")
        if getattr(route, "endpoint", None) is not None:
            is_socket = "websocket" in type(route).__name__.lower()
            methods = ["GET"] if is_socket else methods_of(route)
            for method in methods:
                implicit = getattr(route, "path", None) in own or (method == "HEAD" and "GET" in methods)
                row = {"kind": "websocket" if is_socket else "http", "method": method, "path": path, "handler": name_of(route.endpoint), "implicit": implicit}
                row.update(place_of(route.endpoint))
                rows.append(row)
            continue
        inner = getattr(route, "app", None)
        if inner is not None:
            seen.add(id(inner))
        below = rows_of(inner, getattr(route, "routes", None), path, seen)
        if inner is not None and not below:
            rows.append({"kind": "mount", "method": "ANY", "path": path, "handler": name_of(inner), "implicit": False})
        rows.extend(below)
    return rows

def operations_of(app):
    if not hasattr(app, "openapi"):
        return [], None
    try:
        paths = app.openapi().get("paths", {})
    except Exception as error:
        return [], "%s: %s" % (type(error).__name__, error)
    verbs = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
    return [{"method": verb.upper(), "path": path} for path, item in paths.items() for verb in item if verb in verbs], None

def main():
    given = json.loads(os.environ["PORTOLAN_ASK"])
    out, sys.stdout = sys.stdout, sys.stderr
    errors, apps = [], {}
    try:
        from starlette.applications import Starlette
    except ImportError as error:
        errors.append("This Python has no starlette: %s" % error)
        Starlette = None
    for each in given["apps"] if Starlette else []:
        try:
            module = load(each["file"])
            found = [value for value in vars(module).values() if isinstance(value, Starlette)]
            named = given.get("name")
            if named and each["file"] == given["apps"][0]["file"]:
                value = getattr(module, named)
                found = [value if isinstance(value, Starlette) else make(value)]
            elif not found:
                found = [make(getattr(module, name)) for name in each["factories"]]
            for app in found:
                if isinstance(app, Starlette):
                    apps[id(app)] = app
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            traceback.print_exc()
            errors.append("%s: %s: %s" % (each["file"], type(error).__name__, error))
    mounted, answers = set(), []
    for key, app in apps.items():
        rows = rows_of(app, app.routes, "", mounted)
        operations, error = operations_of(app)
        if error:
            errors.append("app.openapi(): " + error)
        answers.append((key, rows, operations))
    # A sub-app's routes are below the app that mounts it.
    kept = [{"routes": rows, "operations": operations} for key, rows, operations in answers if key not in mounted]
    text = json.dumps({"apps": kept, "errors": errors})
    for start in range(0, len(text), 8000):
        out.write("\n${ANSWER_MARK}" + text[start:start + 8000])
    out.write("\n")
    out.flush()

try:
    main()
finally:
    sys.stdout.flush()
    sys.stderr.flush()
    # Threads that an app started on import must not keep the process.
    os._exit(0)
`;
