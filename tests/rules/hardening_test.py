"""Every Linux program is built so that a fault in it is hard to use, as far as its own file can tell.

Usage: python3 -m tests.rules.hardening_test BIN_FOLDER
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

PROGRAMS = ["messenger", "messenger-dialog", "messengerctl", "tocsin", "tocsin-preview", "update-patch"]
# Calls that a program may import though others may not, with the reason.
ALLOWED = {
    ("messenger-dialog", "execve"): "becomes the sender; opens links by argument vector",
    ("tocsin-preview", "execve"): "opens links, as the dialog does",
    ("update-patch", "execve"): "becomes systemd-run in a child that has given root up",
    **{("messengerctl", symbol): "makes libcurl's TLS stricter, in http/tls.cpp" for symbol in (
        "SSL_CTX_get_security_level", "SSL_CTX_set_msg_callback", "SSL_CTX_set_security_level", "SSL_CTX_set_verify",
        "SSL_is_init_finished", "SSL_set0_rbio", "X509_STORE_CTX_get_current_cert", "X509_STORE_CTX_get_error_depth",
        "X509_STORE_CTX_set_error", "X509_get_ext_d2i")},
    **{("tocsin", symbol): "encrypts keys (PKCS #8), in release/signing_key.cpp" for symbol in (
        "X509_ALGOR_free", "X509_SIG_free")},
}
# No call in it writes to a buffer whose size the compiler knows, so that there is nothing to fortify.
NOTHING_TO_FORTIFY = ["update-patch"]
FLAGS = ["-O2", "-D_FORTIFY_SOURCE=2", "-fstack-protector-strong", "-fcf-protection"]
BANNED_IMPORTS = re.compile(
    r"(system|popen|execl\w*|execvpe?|posix_spawnp|wordexp|gets|strcpy|stpcpy|strcat|v?sprintf|s?scanf|rand|srand|random"
    r"|drand48|tmpnam|tempnam|mktemp|strtok|dlopen|execve|EVP_DigestVerify(Update|Final)|CMS_\w+|PKCS7_\w+|X509_\w+"
    r"|SSL_\w+|ENGINE_\w+|wxExecute\w*|wxLaunch\w*)$")


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, env={"LC_ALL": "C.UTF-8"}).stdout


def segments(text):
    """(type, flags) of each program header."""
    return re.findall(r"^  (\w+) +0x\w+ 0x\w+ 0x\w+ 0x\w+ 0x\w+ ([R ][W ][E ]) ", text, re.M)


def layout_faults(headers, header):
    """PIE, nothing writable and executable, RELRO, no executable stack."""
    found = segments(headers)
    if "DYN (Position-Independent Executable file)" not in header:
        yield "is not position-independent"
    if len(found) < 5:
        yield f"only {len(found)} segments were read"
    yield from (f"segment {kind} is writable and executable" for kind, flags in found if "W" in flags and "E" in flags)
    if "GNU_RELRO" not in [kind for kind, _ in found]:
        yield "has no RELRO segment"
    if dict(found).get("GNU_STACK", "missing").strip() != "RW":
        yield "its stack is executable, or nothing says that it is not"


def linking_faults(dynamic):
    """Full RELRO needs all symbols bound at start; no search path of its own; the text stays as it was."""
    if "BIND_NOW" not in dynamic or not re.search(r"FLAGS_1.*\bNOW\b.*\bPIE\b", dynamic):
        yield "does not bind everything at start"
    yield from (f"has {tag}" for tag in ("RPATH", "RUNPATH", "TEXTREL") if f"({tag})" in dynamic or f" {tag}" in dynamic)


def import_faults(name, imports):
    for symbol in imports:
        if BANNED_IMPORTS.match(symbol) and (name, symbol) not in ALLOWED:
            yield f"imports {symbol}"


def compiled_faults(program, symbols, is_static):
    """Stack protector and fortified calls are in use; functions may be jumped to at their begin alone (CET)."""
    for wanted in ("__stack_chk_fail", r"__\w+_chk"):
        if wanted.endswith("_chk") and program.name in NOTHING_TO_FORTIFY:
            continue
        if not re.search(rf"^[ \w]* [TUWt] {wanted}(@\S+)?$", symbols, re.M):
            yield f"no {wanted} in it"
    main = output("objdump", "-d", "--no-show-raw-insn", "--disassemble=main", str(program))
    if "endbr64" not in main:
        yield "main does not begin with endbr64 (-fcf-protection)"
    if is_static and "(NEEDED)" in output("readelf", "-dW", str(program)):
        yield "is static and needs a library"


def cet_note_faults(program):
    """The linker keeps the note only where the system's own start files have it, too."""
    start = output("g++", "-print-file-name=Scrt1.o").strip()
    wanted = "IBT" in output("readelf", "-nW", start)
    if wanted and "IBT" not in output("readelf", "-nW", str(program)):
        yield "lost the CET note that the system's start files have"


def faults(folder, name):
    program = folder / name
    dynamic = output("readelf", "-dW", str(program))
    headers = output("readelf", "-lW", str(program))
    is_static = "INTERP" not in headers
    imports = re.findall(r"^ +[Uw] (\w+)", output("nm", "-D", "--undefined-only", str(program)), re.M)
    if not is_static and len(imports) < 50:
        yield "its imports could not be read"
    yield from layout_faults(headers, output("readelf", "-hW", str(program)))
    yield from linking_faults(dynamic)
    yield from import_faults(name, imports)
    yield from compiled_faults(program, output("nm", str(program)), is_static)
    yield from cet_note_faults(program)


def flag_faults(folder):
    """Every source that goes into a program was compiled with all of the flags."""
    commands = json.loads((folder.parent / "compile_commands.json").read_text())
    ours = [one for one in commands if re.search(r"/(schema|updater|notifier|packaging)/[^ ]*\.cpp$", one["file"])
            and "/tests/" not in one["file"]]
    if len(ours) < 100:
        yield f"only {len(ours)} sources in compile_commands.json"
    for one in ours:
        words = one["command"].split()
        yield from (f"{one['file']}: compiled without {flag}" for flag in FLAGS if flag not in words)


def self_test(folder):
    """A program built the other way must be found out in each respect."""
    source, built = folder / "careless.cpp", folder / "careless"
    source.write_text("#include <cstdlib>\nint main(int n, char** v) { return n > 1 ? system(v[1]) : rand(); }\n")
    subprocess.run(["g++", "-no-pie", "-O0", "-fcf-protection=none", "-fno-stack-protector", "-Wl,-z,execstack", "-Wl,-z,norelro",
                    "-Wl,-z,lazy", "-Wl,-rpath,/tmp", "-o", str(built), str(source)], check=True)
    found = "\n".join(faults(folder, "careless"))
    wanted = ["not position-independent", "RELRO", "stack is executable", "bind everything", "RUNPATH", "imports system",
              "imports rand", "__stack_chk_fail", "endbr64"]
    missed = [text for text in wanted if text not in found]
    if missed:
        sys.exit(f"hardening_test: does not see {missed} in a program built without; it said:\n{found}")


def main():
    with tempfile.TemporaryDirectory() as scratch:
        self_test(pathlib.Path(scratch))
    folder = pathlib.Path(sys.argv[1])
    found = [f"{name}: {fault}" for name in PROGRAMS for fault in faults(folder, name)]
    found += flag_faults(folder)
    print("\n".join(found) if found else f"hardening: {len(PROGRAMS)} programs as they should be")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
