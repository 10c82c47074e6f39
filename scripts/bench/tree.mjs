/** A made-up Flask project of any size, the same each time: packages of models, services, views, and their tests. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const perPackage = 50;

/** Writes `count` Python files below `folder`, one of them the app's factory, and what belongs to such a project. */
export function writeTree(folder, count) {
  const packages = Math.ceil((count - 2) / perPackage);
  let left = count - 2;
  for (let number = 0; number < packages; number++) {
    const inside = join(folder, "shop", `part_${number}`);
    mkdirSync(inside, { recursive: true });
    for (let file = 0; file < perPackage && left > 0; file++, left--) {
      writeFileSync(join(inside, file === 0 ? "__init__.py" : `module_${file}.py`), module(number, file));
    }
  }
  writeFileSync(join(folder, "shop/__init__.py"), factory(packages));
  writeFileSync(join(folder, "wsgi.py"), "from shop import create_app\n\napp = create_app()\n");
  writeFileSync(join(folder, "requirements.txt"), "Flask~=3.1\nSQLAlchemy~=2.0\npsycopg2-binary\nredis\n");
  mkdirSync(join(folder, "shop/static"), { recursive: true });
  writeFileSync(join(folder, "shop/static/style.css"), "body { margin: 0 }\n");
}

const factory = (packages) => `import os

from flask import Flask

${Array.from({ length: packages }, (_, number) => `from . import part_${number}`).join("\n")}


def create_app():
    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
    app.config["MAX_CONTENT_LENGTH"] = 16 * 1024 * 1024
${Array.from({ length: packages }, (_, number) => `    app.register_blueprint(part_${number}.blueprint)`).join("\n")}
    return app
`;

/** About 3 KB, as a file of a real project has: every tenth of them has views. */
const module = (number, file) =>
  file % 10 === 0 ? views(number, file) : Array.from({ length: 6 }, (_, one) => record(number, file, one)).join("\n\n");

const views = (number, file) => `"""The pages of part ${number}."""

from flask import Blueprint, current_app, jsonify, request

blueprint = Blueprint("part_${number}_${file}", __name__, url_prefix="/part-${number}-${file}")

${Array.from(
  { length: 8 },
  (_, one) => `
@blueprint.get("/things/${one}/<int:key>")
def thing_${one}(key):
    """One thing of kind ${one}."""
    limit = request.args.get("limit", 20, type=int)
    found = [{"key": key, "number": number} for number in range(limit) if number % ${one + 2} == 0]
    current_app.logger.info("%d things of kind ${one}", len(found))
    return jsonify(things=found, next=key + limit)
`,
).join("\n")}`;

const record = (number, file, one) => `class Record${file}${one}:
    """A thing of part ${number}, number ${one}."""

    kind = "part_${number}.module_${file}.${one}"

    def __init__(self, name, price, tags=()):
        self.name = name
        self.price = price
        self.tags = tuple(sorted(tags))

    def cost(self, amount, discount=0.0):
        if amount < 0 or not 0 <= discount < 1:
            raise ValueError(f"{amount} of {self.name} at {discount}")
        return round(self.price * amount * (1 - discount), 2)

    def __repr__(self):
        return f"<{self.kind} {self.name} {self.price}>"
`;
