/** The server loads these late: a test that ended sooner would leave an import behind, which vitest takes for a failure. */
import "../../server/src/connection/gunicorn/service";
import "../../server/src/connection/nginx/service";
