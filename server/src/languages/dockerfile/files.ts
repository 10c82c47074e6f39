/** Names that people give to Dockerfiles. */
export const dockerfileName = /^(Dockerfile(\..+)?|.+\.Dockerfile|Containerfile(\..+)?)$/i;
