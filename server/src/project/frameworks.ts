/** Classes whose instances are a Flask application. A class of another name that derives from one is one too. */
const applicationClasses: ReadonlySet<string> = new Set([
  "flask.Flask",
  "flask.app.Flask",
  "apiflask.APIFlask",
  "apiflask.app.APIFlask",
  "eve.Eve",
  "eve.flaskapp.Eve",
  "flask_api.FlaskAPI",
  "flask_api.app.FlaskAPI",
  "flask_lambda.FlaskLambda",
  "flask_openapi3.OpenAPI",
  "flask_openapi3.openapi.OpenAPI",
]);

/** Classes whose instances carry a Flask application in an attribute, and are not one themselves. */
export const holders: Readonly<Record<string, string>> = {
  "dash.Dash": "server",
  "dash.dash.Dash": "server",
  "dash_extensions.enrich.Dash": "server",
  "dash_extensions.enrich.DashProxy": "server",
  "jupyter_dash.JupyterDash": "server",
  "flask_appbuilder.AppBuilder": "app",
  "flask_script.Manager": "app",
};

/** Modules of frameworks whose applications are not Flask's. */
export const otherFrameworks =
  /^(fastapi|starlette|django|sanic|bottle|aiohttp|tornado|quart|litestar|falcon|pyramid|cherrypy)\b/;

/** What makes an application of another framework, the module that it is from, and what serves it. */
export const otherMakers: Readonly<
  Record<string, { readonly module: string; readonly framework: string; readonly server: string }>
> = {
  FastAPI: { module: "fastapi", framework: "FastAPI", server: "uvicorn" },
  Quart: { module: "quart", framework: "Quart", server: "hypercorn" },
  Starlette: { module: "starlette", framework: "Starlette", server: "uvicorn" },
  Litestar: { module: "litestar", framework: "Litestar", server: "uvicorn" },
  get_asgi_application: { module: "django", framework: "Django", server: "uvicorn" },
  get_wsgi_application: { module: "django", framework: "Django", server: "gunicorn" },
  Sanic: { module: "sanic", framework: "Sanic", server: "sanic" },
  Bottle: { module: "bottle", framework: "Bottle", server: "gunicorn" },
};

/** Holders that answer WSGI themselves in their newer versions, so that they will do where the app is in no variable. */
export const answersItself = /(^|\.)(Dash|DashProxy|JupyterDash)$/;

/** Classes that answer WSGI by way of the Flask application that they carry in an attribute. */
export const callableHolders: Readonly<Record<string, string>> = {
  "connexion.App": "app",
  "connexion.FlaskApp": "app",
  "connexion.apps.flask_app.FlaskApp": "app",
  "connexion.apps.flask.FlaskApp": "app",
};

/** Names that libraries give to what makes their application; asked where the code is not in the project. */
export const factoryNames: ReadonlySet<string> = new Set([
  "create_app",
  "make_app",
  "build_app",
  "get_app",
  "create_application",
  "make_application",
  "create_flask_app",
  "make_flask_app",
  "app_factory",
]);

/** How Flask's name stands in a file that can make an application. */
export const madeByFlask = /Flask\w*\s*\(|Flask +as\b|class +\w+ *\([^)]*Flask\b|-> *["']?(flask\.)?Flask\b/;

/** Calls that can make an application and do not name Flask. */
export const madeByOthers = /(connexion\.App|Dash|DashProxy|Eve|OpenAPI|DispatcherMiddleware)\s*\(/;

/**
 * Words that a file has in it if it can make, hold or hand on an application or a blueprint. What it imports from
 * a file without them is nothing of the kind.
 */
export const applicationWords = /Flask|Blueprint|\b\w*app(lication)?\b|wsgi|server|\bDash\b|import[ (]+\*/i;

/** Names that applications, their factories and what holds them go by. */
export const applicationNames = /app|wsgi|flask|server|service|factory|site|web|api|dash|main/i;

/** A class or function of a library that takes a WSGI application and gives one. */
export function wrapsApplication(name: string): boolean {
  const last = name.slice(name.lastIndexOf(".") + 1);
  if (/asgi/i.test(last)) return false;
  return /middleware|proxyfix|prefixfix|wsgi|whitenoise|dispatcher|reverseproxied/i.test(last);
}

/** A name of a class that is a Flask application by every convention, where its source is not at hand. */
export function looksLikeFlask(name: string): boolean {
  return applicationClasses.has(name) || /(^|\.)\w*Flask$/.test(name);
}
