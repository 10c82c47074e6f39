import { type IsNginxParams, type IsNginxResult, isNginxRequest } from "../../protocol";
import { answer } from "../answer";
import type { Feature } from "../feature";
import type { OpenViews } from "./features";

/** `flaskStack/isNginx`. */
export const nginxRecognition = (views: OpenViews): Feature => ({
  capabilities: {},
  register({ connection, documents }) {
    answer<IsNginxParams, IsNginxResult>(connection, isNginxRequest, async ({ uri }) => ({
      isNginx: (await views(documents)).isNginx(uri),
    }));
  },
});
