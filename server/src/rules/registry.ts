import { appNotFound } from "./gunicorn/appNotFound";
import { bindAddress } from "./gunicorn/bindAddress";
import { classNotFound } from "./gunicorn/classNotFound";
import { controlSocket } from "./gunicorn/controlSocket";
import { cpuCount } from "./gunicorn/cpuCount";
import { daemonInContainer } from "./gunicorn/daemonInContainer";
import { debugInImage } from "./gunicorn/debugInImage";
import { dockerWords } from "./gunicorn/dockerWords";
import { eventletGone } from "./gunicorn/eventletGone";
import { factoryCall } from "./gunicorn/factoryCall";
import { forwardedAllowIps } from "./gunicorn/forwardedAllowIps";
import { keepaliveBelowProxy } from "./gunicorn/keepaliveBelowProxy";
import { logFileInContainer } from "./gunicorn/logFileInContainer";
import { logLevel } from "./gunicorn/logLevel";
import { loopbackInContainer } from "./gunicorn/loopbackInContainer";
import { maxRequestsJitter } from "./gunicorn/maxRequestsJitter";
import { memory } from "./gunicorn/memory";
import { notInstalled } from "./gunicorn/notInstalled";
import { pathMissing } from "./gunicorn/pathMissing";
import { portMismatch } from "./gunicorn/portMismatch";
import { preloadReload } from "./gunicorn/preloadReload";
import { privilegedPort } from "./gunicorn/privilegedPort";
import { proxyProtocol } from "./gunicorn/proxyProtocol";
import { rawEnv } from "./gunicorn/rawEnv";
import { reloadInImage } from "./gunicorn/reloadInImage";
import { secureSchemeHeaders } from "./gunicorn/secureSchemeHeaders";
import { settingPackage } from "./gunicorn/settingPackage";
import { statsd } from "./gunicorn/statsd";
import { threadsIgnored } from "./gunicorn/threadsIgnored";
import { timeoutOff } from "./gunicorn/timeoutOff";
import { tlsFiles } from "./gunicorn/tlsFiles";
import { unknownWorker } from "./gunicorn/unknownWorker";
import { userNotRoot } from "./gunicorn/userNotRoot";
import { uvicornWorkerMoved } from "./gunicorn/uvicornWorkerMoved";
import { workerClassPackage } from "./gunicorn/workerClassPackage";
import { workerConnectionsIgnored } from "./gunicorn/workerConnectionsIgnored";
import { workerTmpDir } from "./gunicorn/workerTmpDir";
import type { Rule } from "./rule";

/** Every rule, by the alphabet. */
export const rules: readonly Rule[] = [
  appNotFound,
  bindAddress,
  classNotFound,
  controlSocket,
  cpuCount,
  daemonInContainer,
  debugInImage,
  dockerWords,
  eventletGone,
  factoryCall,
  forwardedAllowIps,
  keepaliveBelowProxy,
  logFileInContainer,
  logLevel,
  loopbackInContainer,
  maxRequestsJitter,
  memory,
  notInstalled,
  pathMissing,
  portMismatch,
  preloadReload,
  privilegedPort,
  proxyProtocol,
  rawEnv,
  reloadInImage,
  secureSchemeHeaders,
  settingPackage,
  statsd,
  threadsIgnored,
  timeoutOff,
  tlsFiles,
  unknownWorker,
  userNotRoot,
  uvicornWorkerMoved,
  workerClassPackage,
  workerConnectionsIgnored,
  workerTmpDir,
];
