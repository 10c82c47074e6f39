/** The images that the Docker tests start from, and the folder of the Dockerfile that stands in for each. */
export const images = [
  { tag: "python:3.13-slim", folder: "python" },
  { tag: "nginx:1.28-alpine", folder: "nginx" },
];
