import { PYTHON_FRAMEWORKS } from "#core/sources/python/frameworks/registry.ts";

/** What the lines begin with on which the script gives its answer. */
export const ANSWER_MARK = "PORTOLAN-ANSWER:";

/**
 * Runs in the project's own Python (3.8 and newer), with nothing installed but what the server needs: imports the modules
 * in which apps are made, takes the apps, or calls the functions that make one, and prints the routes as JSON; what an app
 * of a framework has is told by the framework's own part. Arguments
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

# By name: what gives the class of its apps, what gives the rows of an app (it adds to a set the ids of apps that it mounts),
# and what gives the operations of its contract with what went wrong.
FRAMEWORKS = {}

def name_of(endpoint):
    return getattr(endpoint, "__name__", type(endpoint).__name__)

${PYTHON_FRAMEWORKS.map(({ ask }) => ask).join("\n")}
def main():
    given = json.loads(os.environ["PORTOLAN_ASK"])
    out, sys.stdout = sys.stdout, sys.stderr
    errors, apps = [], {}
    classes, missing = {}, []
    for name, (load_class, _, _) in FRAMEWORKS.items():
        try:
            classes[name] = load_class()
        except ImportError as error:
            missing.append("%s: %s" % (name, error))
    known = tuple(classes.values())
    if not known:
        errors.append("This Python has none of the frameworks that can be asked. " + "; ".join(missing))
    for each in given["apps"] if known else []:
        try:
            module = load(each["file"])
            found = [value for value in vars(module).values() if isinstance(value, known)]
            named = given.get("name")
            if named and each["file"] == given["apps"][0]["file"]:
                value = getattr(module, named)
                found = [value if isinstance(value, known) else make(value)]
            elif not found:
                found = [make(getattr(module, name)) for name in each["factories"]]
            for app in found:
                if isinstance(app, known):
                    apps[id(app)] = app
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            traceback.print_exc()
            errors.append("%s: %s: %s" % (each["file"], type(error).__name__, error))
    mounted, answers = set(), []
    for key, app in apps.items():
        name = next(name for name, app_class in classes.items() if isinstance(app, app_class))
        _, rows_of, operations_of = FRAMEWORKS[name]
        rows = [dict(row, framework=name) for row in rows_of(app, mounted)]
        operations, error = operations_of(app)
        operations = [dict(row, framework=name) for row in operations]
        if error:
            errors.append(error)
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
