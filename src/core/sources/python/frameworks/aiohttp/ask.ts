/** How an app that runs is asked for its resources, as a part of the script that Portolan runs in the project's Python. */
export const ASK_AIOHTTP = String.raw`
def aiohttp_class():
    from aiohttp.web import Application
    return Application

def aiohttp_methods(route):
    if route.method != "*":
        return [route.method]
    verbs = ("get", "post", "put", "patch", "delete", "head", "options", "trace")
    own = [verb.upper() for verb in verbs if inspect.isclass(route.handler) and hasattr(route.handler, verb)]
    return own or ["ANY"]

def aiohttp_rows(app, seen):
    rows = []
    for resource in app.router.resources():
        info = resource.get_info()
        inner = info.get("app")
        if inner is not None:
            seen.add(id(inner))
            rows.extend(aiohttp_rows(inner, seen))
            continue
        if "directory" in info:
            rows.append({"kind": "mount", "method": "ANY", "path": info["prefix"], "handler": "static", "implicit": False})
            continue
        path = info.get("path") or info.get("formatter") or ""
        named = [method for route in resource for method in aiohttp_methods(route)]
        for route in resource:
            for method in aiohttp_methods(route):
                row = {"kind": "http", "method": method, "path": path, "handler": name_of(route.handler), "implicit": method == "HEAD" and "GET" in named}
                row.update(place_of(route.handler))
                rows.append(row)
    return rows

FRAMEWORKS["aiohttp"] = (aiohttp_class, aiohttp_rows, lambda app: ([], None))
`;
