import type { Project } from "./project";

/** The JSON that `flask-stack inspect --format json` prints. A contract: it may grow, and does not change. */
export function inspectReport(project: Project): object {
  return {
    target: project.target,
    workingDirectory: project.workingDirectory,
    pythonPath: project.pythonPath,
    candidates: project.candidates.map(({ target, file, line, score, reason }) => ({
      target,
      file,
      line,
      score,
      reason,
    })),
    packageManager: project.packageManager,
    dependencyFiles: project.dependencyFiles,
    pythonVersion: project.pythonVersion,
    pythonVersionSource: project.pythonVersionSource,
    staticFolders: project.staticFolders,
    services: project.services,
    async: project.async,
    websockets: project.websockets,
    healthPath: project.healthPath,
    uploadLimit: project.uploadLimit,
    notes: project.notes,
  };
}
