/** Words by which code that has to do with one framework is known before it runs. */
export interface FrameworkWords {
  /** Its packages, as imports name them. A folder of a project that is called so is not imported by these names. */
  readonly packages: readonly string[];
  /** The class of its apps with its package, as calls name it: what a parameter that is called `app` may be. */
  readonly app: string;
  /** Classes of its apps; with the module before the name where others call classes so too: `web.Application`. */
  readonly appClasses: readonly string[];
  /** Classes of its other routers. */
  readonly routerClasses: readonly string[];
  /** Other classes whose objects are routes, or that make routes or routers. */
  readonly routeClasses: readonly string[];
  /** Attributes by whose call routes come to a router, unless every program uses such a word. */
  readonly registering: readonly string[];
  /** Those of all these, and others, that no other framework has. */
  readonly own: readonly string[];
  /** Modules that drive an app: who imports one is a test. */
  readonly testing: readonly string[];
  /** Packages that add routes to its apps in ways of their own, which are not read. */
  readonly unreadAddOns?: readonly string[];
}

/** The words of all frameworks that are read. */
export interface Vocabulary {
  readonly frameworks: readonly FrameworkWords[];
  /** Attributes by whose call routes come to a router. */
  readonly registering: ReadonlySet<string>;
  /** These, and classes of apps, routers and routes: code with such a word surely has to do with routes. */
  readonly sure: ReadonlySet<string>;
  readonly appClasses: ReadonlySet<string>;
  /** Whether a dotted name begins with a package of a framework. */
  readonly isOfFramework: (name: string) => boolean;
  /** Whether a module is one that drives an app. */
  readonly isTesting: (module: string) => boolean;
  /** Whether the text of a function's body names something that registers routes. */
  readonly mentionsRoutes: (body: string) => boolean;
  /**
   * False for the text of a module that can only give values to others, so that it is read when one asks: it has none of
   * the words, no decorator with a path, and no name by which servers know an app.
   */
  readonly mayDeclareRoutes: (text: string) => boolean;
  /** Packages of frameworks that are not read, by their top names in lower case. */
  readonly unread: ReadonlySet<string>;
  /** Packages that add routes to a framework that is read, and are not read themselves. */
  readonly unreadAddOns: ReadonlySet<string>;
}

/** Puts the words of frameworks together; `unread` are names of frameworks of which only that is known. */
export function vocabularyOf(frameworks: readonly FrameworkWords[], unread: readonly string[]): Vocabulary {
  const registering = new Set(frameworks.flatMap((words) => words.registering));
  const appClasses = new Set(frameworks.flatMap((words) => words.appClasses));
  const routerClasses = frameworks.flatMap((words) => words.routerClasses);
  const routeClasses = frameworks.flatMap((words) => words.routeClasses);
  const sure = new Set([...appClasses, ...routerClasses, ...routeClasses, ...registering]);
  const packages = [...new Set(frameworks.flatMap((words) => words.packages))];
  const testing = new Set(frameworks.flatMap((words) => words.testing));
  const mentions = [...sure, "Router", "websocket", "route", "routes", "router", "routers"];
  const mentionsRoutes = new RegExp(String.raw`\b(?:${anyOf(mentions)})\b|@\w+(?:\.\w+)+\(`);
  const ofFramework = new RegExp(String.raw`^(?:${anyOf(packages)})(?:\.|$)`);
  const unreadAddOns = frameworks.flatMap((words) => words.unreadAddOns ?? []);
  const declaring = [...packages, ...unreadAddOns, ...appClasses, ...routerClasses, ...registering];
  const mayDeclare = new RegExp(
    String.raw`\b(?:${anyOf(declaring)}|(?:\w+_)?routers?)\b|^(?:app|application|asgi|api)\s*(?::[^=\n]*)?=[^=]|^[ \t\f]*@\s*\w+(?:\.\w+)*\(\s*(?:\w+\s*=\s*)?[rRfF]?["']/|^[ \t\f]*@\s*\w+(?:\.\w+)*\.(?:get|put|post|delete|options|head|patch|trace|route|websocket)\b`,
    "m",
  );
  return {
    frameworks,
    registering,
    sure,
    appClasses,
    isOfFramework: (name) => ofFramework.test(name),
    isTesting: (module) => testing.has(module),
    mentionsRoutes: (body) => mentionsRoutes.test(body),
    mayDeclareRoutes: (text) => mayDeclare.test(text),
    unread: new Set(unread.map((name) => name.toLowerCase())),
    unreadAddOns: new Set(unreadAddOns),
  };
}

/** A pattern for any of some names, which may have dots. */
function anyOf(names: readonly string[]): string {
  return names.map((name) => name.replaceAll(".", String.raw`\.`)).join("|");
}
