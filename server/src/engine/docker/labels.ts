/** The labels that compose puts on what it makes. */
export const label = {
  project: "com.docker.compose.project",
  folder: "com.docker.compose.project.working_dir",
  files: "com.docker.compose.project.config_files",
  service: "com.docker.compose.service",
  number: "com.docker.compose.container-number",
  oneOff: "com.docker.compose.oneoff",
  /** `db:service_healthy:false,web:service_started:true`. */
  dependsOn: "com.docker.compose.depends_on",
} as const;

/** The files that `label.files` names. */
export const fileNames = (files: string): readonly string[] => files.split(",").filter((file) => file !== "");
