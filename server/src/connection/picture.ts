import { type PictureParams, type PictureResult, pictureRequest } from "../protocol";
import { answer } from "./answer";
import type { Feature } from "./feature";

/** `flaskStack/picture`: the way of a request, each part with the line that decides it. */
export const pictureFeature: Feature = {
  // Requests of our own are not in LSP's list of capabilities.
  capabilities: {},

  register({ connection, files }) {
    answer<PictureParams, PictureResult>(connection, pictureRequest, async ({ folder }) => {
      const { pictureOf } = await import("../stack/picture/picture");
      return pictureOf(await files(folder));
    });
  },
};
