"""Copies what the portal serves of others' work, with its licences, out of tests/browser/node_modules.

`--check` compares instead. It is Apache ECharts as published, and of Noto Sans SC the slices with Latin or Chinese
characters: a browser loads only those with characters on the page.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ROOT / "tests" / "browser" / "node_modules"
VENDOR = ROOT / "backend" / "tallystick" / "portal" / "static" / "vendor"
FONT = PACKAGES / "@fontsource" / "noto-sans-sc"
FACE = re.compile(
    r"url\(\./files/(?P<file>noto-sans-sc-\S+?-400-normal\.woff2)\).*?unicode-range: (?P<range>[^;]+);",
    re.DOTALL,
)
WANTED = (
    range(0x20, 0x7F),
    range(0x2010, 0x2030),
    range(0x3000, 0x3040),
    range(0x4E00, 0xA000),
    range(0xFF00, 0xFFF0),
)
"""Latin, punctuation, and the Chinese of both scripts."""


def wanted_files() -> dict[str, bytes]:
    """Each file by its path under `VENDOR`."""
    files = {
        "echarts/echarts.esm.min.js": (PACKAGES / "echarts/dist/echarts.esm.min.js").read_bytes(),
        "echarts/LICENSE": (PACKAGES / "echarts/LICENSE").read_bytes(),
        "echarts/LICENSE-d3": (PACKAGES / "echarts/licenses/LICENSE-d3").read_bytes(),
        "echarts/NOTICE": (PACKAGES / "echarts/NOTICE").read_bytes(),
        "noto-sans-sc/LICENSE": (FONT / "LICENSE").read_bytes(),
    }
    rules = []
    for file, characters in _slices():
        files[f"noto-sans-sc/{file}"] = (FONT / "files" / file).read_bytes()
        rules.append(
            "@font-face { font-family: 'Noto Sans SC'; font-weight: 400; font-display: swap; "
            f"src: url({file}) format('woff2'); unicode-range: {characters}; }}\n"
        )
    return files | {"noto-sans-sc/font.css": "".join(rules).encode()}


def _slices() -> Iterator[tuple[str, str]]:
    for found in FACE.finditer((FONT / "400.css").read_text("utf-8")):
        characters = found["range"]
        if any(character in some for character in _characters(characters) for some in WANTED):
            yield found["file"], characters


def _characters(unicode_range: str) -> Iterator[int]:
    for part in unicode_range.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def differences() -> list[str]:
    """Where what ships is not what the packages have."""
    wanted = wanted_files()
    there = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}
    changed = {name for name in there & wanted.keys() if (VENDOR / name).read_bytes() != wanted[name]}
    return sorted((there ^ wanted.keys()) | changed)


def main() -> None:
    if "--check" in sys.argv[1:]:
        raise SystemExit("\n".join(f"{name} differs" for name in differences()) or 0)
    for name, content in wanted_files().items():
        path = VENDOR / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    print(f"{len(wanted_files())} files in {VENDOR.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
