/** How an app that runs is asked for its routes, as a part of the script that Portolan runs in the project's Python. */
export const ASK_STARLETTE = String.raw`
def starlette_class():
    from starlette.applications import Starlette
    return Starlette

def starlette_methods(route):
    if getattr(route, "methods", None):
        return sorted(route.methods)
    endpoint = getattr(route, "endpoint", None)
    if inspect.isclass(endpoint):
        verbs = ("get", "head", "post", "put", "patch", "delete", "options")
        return [verb.upper() for verb in verbs if hasattr(endpoint, verb)]
    return ["ANY"]

def starlette_rows(app, routes, prefix, seen):
    rows = []
    own = {getattr(app, name, None) for name in ("openapi_url", "docs_url", "redoc_url", "swagger_ui_oauth2_redirect_url")}
    for route in routes or []:
        path = prefix + (getattr(route, "path", "") or "")
        if getattr(route, "endpoint", None) is not None:
            is_socket = "websocket" in type(route).__name__.lower()
            methods = ["GET"] if is_socket else starlette_methods(route)
            for method in methods:
                implicit = getattr(route, "path", None) in own or (method == "HEAD" and "GET" in methods)
                row = {"kind": "websocket" if is_socket else "http", "method": method, "path": path, "handler": name_of(route.endpoint), "implicit": implicit}
                row.update(place_of(route.endpoint))
                rows.append(row)
            continue
        inner = getattr(route, "app", None)
        if inner is not None:
            seen.add(id(inner))
        below = starlette_rows(inner, getattr(route, "routes", None), path, seen)
        if inner is not None and not below:
            rows.append({"kind": "mount", "method": "ANY", "path": path, "handler": name_of(inner), "implicit": False})
        rows.extend(below)
    return rows

def starlette_operations(app):
    if not hasattr(app, "openapi"):
        return [], None
    try:
        paths = app.openapi().get("paths", {})
    except Exception as error:
        return [], "app.openapi(): %s: %s" % (type(error).__name__, error)
    verbs = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
    return [{"method": verb.upper(), "path": path} for path, item in paths.items() for verb in item if verb in verbs], None

FRAMEWORKS["starlette"] = (starlette_class, lambda app, seen: starlette_rows(app, app.routes, "", seen), starlette_operations)
`;
