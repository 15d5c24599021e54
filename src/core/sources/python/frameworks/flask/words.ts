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
};
