import type { FrameworkWords } from "../../values/vocabulary.ts";

/** Words of Flask. */
export const FLASK_WORDS: FrameworkWords = {
  packages: ["flask"],
  app: "flask.Flask",
  appClasses: ["Flask"],
  routerClasses: ["Blueprint"],
  routeClasses: ["MethodView"],
  registering: ["register_blueprint", "add_url_rule", "as_view"],
  own: ["Flask", "Blueprint", "register_blueprint", "add_url_rule", "jsonify"],
  testing: ["flask.testing"],
  unreadAddOns: [
    "apiflask",
    "connexion",
    "eve",
    "flask_admin",
    "flask_appbuilder",
    "flask_classful",
    "flask_openapi3",
    "flask_rebar",
    "flask_restful",
    "flask_restless",
    "flask_restx",
    "flask_smorest",
  ],
};
