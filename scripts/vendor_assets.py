"""Refresh the third-party files kept in static/: `python scripts/vendor_assets.py`.

Needs npm, and only when a version below changes. tests/core/test_weight.py re-hashes the result.
"""

import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
LEAFLET = "vendor/leaflet-1.9.4"
FONT = "files/bricolage-grotesque"
PACKAGES = [
    {
        "name": "leaflet",
        "version": "1.9.4",
        "licence": "BSD-2-Clause",
        "files": {
            "dist/leaflet.js": f"{LEAFLET}/leaflet.js",
            "dist/leaflet.css": f"{LEAFLET}/leaflet.css",
            # The style sheet names these pictures; a hashed static storage insists on them.
            "dist/images/layers.png": f"{LEAFLET}/images/layers.png",
            "dist/images/layers-2x.png": f"{LEAFLET}/images/layers-2x.png",
            "dist/images/marker-icon.png": f"{LEAFLET}/images/marker-icon.png",
            "LICENSE": f"{LEAFLET}/LICENSE",
        },
    },
    {
        "name": "@fontsource/bricolage-grotesque",
        "version": "5.3.0",
        "licence": "OFL-1.1",
        "files": {
            f"{FONT}-latin-700-normal.woff2": "fonts/bricolage-grotesque-latin-700.woff2",
            f"{FONT}-latin-ext-700-normal.woff2": "fonts/bricolage-grotesque-latin-ext-700.woff2",
            "LICENSE": "fonts/OFL.txt",
        },
    },
]
SOURCE_MAP = re.compile(rb"\n?(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$")


def fetch(name: str, version: str, folder: str) -> tarfile.TarFile:
    packed = subprocess.run(
        ["npm", "pack", "--silent", f"{name}@{version}"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return tarfile.open(Path(folder) / packed.stdout.split()[-1])


def vendor(package: dict) -> dict:
    """Copy the files of one package into place; its entry for vendor.json."""
    hashes = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        fetch(package["name"], package["version"], folder) as archive,
    ):
        for inside, outside in package["files"].items():
            content = archive.extractfile(f"package/{inside}").read()
            content = (
                SOURCE_MAP.sub(b"\n", content) if outside.endswith((".js", ".css")) else content
            )
            target = STATIC / outside
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            hashes[outside] = hashlib.sha256(content).hexdigest()
    return {key: package[key] for key in ("name", "version", "licence")} | {"sha256": hashes}


if __name__ == "__main__":
    entries = [vendor(package) for package in PACKAGES]
    (STATIC / "vendor/vendor.json").write_text(json.dumps(entries, indent=2) + "\n")
