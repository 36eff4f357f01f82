"""A real Chromium: the one that npm brings, unpacked once, or Debian's."""

import shutil
import subprocess
import tarfile
from pathlib import Path

from tests.outside import outside

HERE = Path(__file__).parent
PACKED = HERE / "node_modules" / "@sparticuz" / "chromium" / "bin"
UNPACKED = HERE.parents[1] / "var" / "chromium"
NODE = HERE.parents[1] / ".venv" / "bin" / "node"
UNPACK = (
    "const [from, to] = process.argv.slice(1); const {readFileSync, writeFileSync} = require('node:fs'); \
writeFileSync(to, require('node:zlib').brotliDecompressSync(readFileSync(from)))"
)


def chromium() -> tuple[Path, dict[str, str]]:
    """The program, and what its environment needs besides: libraries that a machine without a desktop lacks."""
    if PACKED.exists():
        return _unpacked(), {"LD_LIBRARY_PATH": str(UNPACKED / "libraries" / "lib")}
    installed = shutil.which("chromium")
    if installed is None:
        outside("Chromium", "`make test` installs it into tests/browser/node_modules; Debian has it too")
    return Path(installed), {}


def _unpacked() -> Path:
    """Another process that does the same at the same time does no harm: each file is put there whole."""
    program = UNPACKED / "chromium"
    if not program.exists():
        UNPACKED.mkdir(parents=True, exist_ok=True)
        libraries = UNPACKED / "libraries.tar"
        _decompress(PACKED / "al2023.tar.br", libraries)
        with tarfile.open(libraries) as archive:
            archive.extractall(UNPACKED / "libraries", filter="data")
        new = UNPACKED / "chromium.new"
        _decompress(PACKED / "chromium.br", new)
        new.chmod(0o755)
        new.replace(program)
    return program


def _decompress(source: Path, target: Path) -> None:
    node = str(NODE) if NODE.exists() else "node"
    subprocess.run([node, "-e", UNPACK, str(source), str(target)], check=True)
