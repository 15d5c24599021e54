/** How an app that runs is asked for its rules, as a part of the script that Portolan runs in the project's Python. */
export const ASK_FLASK = String.raw`
def flask_class():
    from flask import Flask
    return Flask

def flask_rows(app, seen):
    rows = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions.get(rule.endpoint)
        view = getattr(view, "view_class", view)
        is_static = rule.endpoint == "static" or rule.endpoint.endswith(".static")
        for method in sorted(rule.methods or ["ANY"]):
            added = (method == "HEAD" and "GET" in rule.methods) or (method == "OPTIONS" and rule.provide_automatic_options)
            row = {"kind": "http", "method": method, "path": rule.rule, "handler": name_of(view), "implicit": bool(is_static or added)}
            row.update(place_of(view))
            rows.append(row)
    return rows

FRAMEWORKS["flask"] = (flask_class, flask_rows, lambda app: ([], None))
`;
