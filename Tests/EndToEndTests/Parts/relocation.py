"""Lets a program that was unpacked, not installed, find the files that it expects at a fixed place."""

from pathlib import Path


def relocated(program: Path, fixed: str, unpacked: Path, folder: Path) -> Path:
    """The program itself, or a copy to be run in that folder, which looks there for what belongs at the fixed place.

    Debian's Alertmanager opens its templates by a path compiled in, and has no option for it. Only a path of the same
    length can stand in its place.
    """
    if Path(fixed).exists() or not unpacked.exists():
        return program
    copy = folder / program.name
    link = "share" if len(fixed) % 2 else "data"
    if not copy.exists():
        # An even number of characters is left to fill: "./././share".
        path = "./" * ((len(fixed) - len(link)) // 2) + link
        (folder / link).symlink_to(unpacked)
        copy.write_bytes(program.read_bytes().replace(fixed.encode(), path.encode()))
        copy.chmod(0o755)
    return copy
