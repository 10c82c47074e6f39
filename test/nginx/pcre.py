"""Asks the PCRE2 that nginx is linked with: JSON lists of patterns in, for each the error, or the groups and their names."""

import ctypes
import json
import sys

library = ctypes.CDLL(sys.argv[1] if len(sys.argv) > 1 else "libpcre2-8.so.0")
library.pcre2_compile_8.restype = ctypes.c_void_p
library.pcre2_compile_8.argtypes = [
    ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint32,
    ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_size_t), ctypes.c_void_p,
]
library.pcre2_code_free_8.argtypes = [ctypes.c_void_p]
library.pcre2_pattern_info_8.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p]
# From pcre2.h: PCRE2_CONFIG_VERSION, PCRE2_INFO_CAPTURECOUNT, PCRE2_INFO_NAMECOUNT.
VERSION, GROUPS, NAMES = 11, 4, 17


def ask(pattern):
    code, offset, number = ctypes.c_int(), ctypes.c_size_t(), ctypes.c_uint32()
    text = pattern.encode()
    compiled = library.pcre2_compile_8(text, len(text), 0, code, offset, None)
    if compiled is None:
        message = ctypes.create_string_buffer(256)
        library.pcre2_get_error_message_8(code, message, 256)
        return {"error": message.value.decode(), "at": offset.value}
    counts = []
    for what in (GROUPS, NAMES):
        library.pcre2_pattern_info_8(compiled, what, ctypes.byref(number))
        counts.append(number.value)
    library.pcre2_code_free_8(compiled)
    return {"groups": counts[0], "names": counts[1]}


version = ctypes.create_string_buffer(64)
library.pcre2_config_8(VERSION, version)
answers = [ask(pattern) for pattern in json.load(sys.stdin)]
json.dump({"version": version.value.decode().split()[0], "answers": answers}, sys.stdout)
