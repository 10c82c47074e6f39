import { parseNginx } from "./parser";
import type { NginxTree } from "./tree";

/** The extensions that have a type in the mime.types that comes with nginx (conf/mime.types of 1.22 to 1.29). */
const extensions =
  "html htm shtml css xml gif jpeg jpg js atom rss mml txt jad wml htc avif png svg svgz tif tiff wbmp webp ico jng bmp woff woff2 jar war ear json hqx doc pdf ps eps ai rtf m3u8 kml kmz xls eot ppt odg odp ods odt pptx xlsx docx wmlc wasm 7z cco jardiff jnlp run pl pm prc pdb rar rpm sea swf sit tcl tk der pem crt xpi xhtml xspf zip bin exe dll deb dmg iso img msi msp msm mid midi kar mp3 ogg m4a ra 3gpp 3gp ts mp4 mpeg mpg mov webm flv m4v mng asx asf wmv avi";

let known: NginxTree | undefined;

/** nginx's own mime.types as far as it matters: which extensions have a type. */
export function stockTypes(): NginxTree {
  known ??= parseNginx(`types { of/nginx ${extensions}; }`);
  return known;
}
