"""What a backup says of itself, and whether this installation may restore it. Plain values only."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

FORM = "parvis-backup-1"
DATABASE, MEDIA, STORE = "database", "media.tar", "feeds.tar"
PARTS = (DATABASE, MEDIA, STORE)
# Whoever reads a backup knows no more of it than its first bytes.
LONGEST = 1_000_000


class BackupError(Exception):
    """Why a backup cannot be made or restored, and what to do."""


@dataclass(frozen=True)
class Part:
    """One part as it was written: its length, and BLAKE2b-256 over it in hexadecimal."""

    bytes: int
    digest: str


@dataclass(frozen=True)
class Manifest:
    """What the backup holds. `began_at` (UTC): nothing after it is sure to be in it. `vendor`: Django's name for the database.

    `migrations` by app, those that the database has. `highest_sequence` is that of all sessions. `parvis`: the version that made it.
    """

    parvis: str
    vendor: str
    uid_domain: str
    began_at: datetime.datetime
    migrations: Mapping[str, Sequence[str]]
    sessions: int
    highest_sequence: int
    parts: Mapping[str, Part]

    def to_bytes(self) -> bytes:
        """As it stands in the backup."""
        said = asdict(self) | {"form": FORM, "began_at": self.began_at.isoformat()}
        return json.dumps(said, indent=1, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` wrote. Raises BackupError for anything else."""
        try:
            said = json.loads(data)
            if said["form"] != FORM:
                raise BackupError(
                    f"This is a backup of another form ({said['form']}); this release reads {FORM}."
                )
            return cls._of(said)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupError("This is no backup of Parvis: its manifest cannot be read.") from error

    @classmethod
    def _of(cls, said: dict[str, Any]) -> Self:
        parts = {
            name: Part(int(said["parts"][name]["bytes"]), str(said["parts"][name]["digest"]))
            for name in PARTS
        }
        return cls(
            parvis=str(said["parvis"]),
            vendor=str(said["vendor"]),
            uid_domain=str(said["uid_domain"]),
            began_at=datetime.datetime.fromisoformat(said["began_at"]).astimezone(datetime.UTC),
            migrations={str(app): [str(name) for name in names] for app, names in said["migrations"].items()},
            sessions=int(said["sessions"]),
            highest_sequence=int(said["highest_sequence"]),
            parts=parts,
        )


def refusals(
    manifest: Manifest, *, vendor: str, migrations: Mapping[str, Sequence[str]], uid_domain: str
) -> list[str]:
    """Why an installation cannot restore a backup, one sentence each; empty when it can.

    `vendor`, `uid_domain`: its own. `migrations` by app: those that its code knows.
    """
    found = []
    if manifest.vendor != vendor:
        found.append(
            f"It holds a database of {manifest.vendor}, and DATABASE_URL names one of {vendor}: restore it where the engine is the same."
        )
    unknown = [
        f"{app}.{name}"
        for app, names in sorted(manifest.migrations.items())
        for name in names
        if name not in migrations.get(app, ())
    ]
    if unknown:
        found.append(
            f"It was made by Parvis {manifest.parvis}, whose database is newer than this code ({', '.join(unknown[:3])}): install that"
            " release, or a later one."
        )
    if manifest.uid_domain != uid_domain:
        found.append(
            f"Its sessions have UIDs of {manifest.uid_domain}, and UID_DOMAIN is {uid_domain or 'not set'}: set it to that, it never changes."
        )
    return found
