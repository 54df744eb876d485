"""Fetching the official files of the register, whole or kept to some départements.

The official files are national: with départements, they are fetched whole all the same, then only the establishments of
these départements are kept, with their legal units (wherever their head office is), and the national files are removed
unless they are wanted too. The smaller files keep the official schema and say in their metadata what they hold.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from essaim.engine.errors import BadOption, DownloadProblem, StoreProblem
from essaim.engine.language import gettext as _
from essaim.engine.sources.connections import Waiting
from essaim.engine.sources.download import (
    Remote,
    describe,
    described,
    download,
    gzip_problem,
    is_current,
    left_to_receive,
    parquet_problem,
    probe,
)
from essaim.engine.sources.official import OfficialFile, official_files
from essaim.engine.sources.tables import literal, quoted
from essaim.engine.values import Progress, Source, silent

NEEDED = ("establishments", "legal_units")
_DEPARTEMENT = re.compile(r"0[1-9]|1\d|2[1-9]|2[AB]|[3-8]\d|9[0-5]|97[1-8]|98[4-9]")
_MARGIN = 200_000_000
_NAMED_DEPARTEMENTS = 6
_MEMORY = "2GB"
# Room for what is made out of the files fetched, as a share of their size.
_SHARE_OF_DEPARTEMENTS, _SHARE_OF_CONVERSION = 0.5, 1.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """One file ready to be imported.

    Attributes:
        file: which official file it is, or comes from.
        path: where it is.
        vintage: the day the publisher's server dates it, "" when it does not say.
        size: bytes received for it, national.
        new: False when it was already there, up to date.
        departements: the départements it is kept to; empty for the whole country.
    """

    file: OfficialFile
    path: Path
    vintage: str
    size: int | None
    new: bool
    departements: tuple[str, ...]

    def source(self) -> Source:
        """The file as a source to be cited."""
        return self.file.source(self.vintage)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One file of a plan: where it is fetched to (``national``), and what is handed over (``final``)."""

    file: OfficialFile
    remote: Remote
    national: Path
    final: Path


def fetch(
    folder: Path,
    *,
    waiting: Waiting,
    extras: Sequence[str] = (),
    departements: Sequence[str] = (),
    keep_national: bool = False,
    base_url: str | None = None,
    free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    progress: Progress = silent,
) -> tuple[Fetched, ...]:
    """Fetch StockEtablissement and StockUniteLegale, and the ``extras``, into ``folder``.

    Nothing is fetched again that is there and up to date; what was interrupted is resumed.

    Args:
        folder: made when absent.
        waiting: patience, and what sleeps and tells the time.
        extras: any of "geolocation", "directory".
        departements: codes to keep ("48", "2A", "974"); empty for the whole country.
        keep_national: keep the national files beside those of the départements.
        base_url: a mirror of data.gouv.fr, by default data.gouv.fr itself.
        free: bytes free where a folder is.
        progress: told bytes, one label a file.

    Raises:
        BadOption: an unknown département, a wrong address.
        DownloadProblem: a file cannot be fetched.
        StoreProblem: not enough room, a folder that cannot be written, another fetch under way there.
    """
    codes = tuple(sorted({departement_code(text) for text in departements}))
    with _alone(folder):
        plan = [_wanted(official_files()[key], folder, codes, base_url, waiting) for key in (*NEEDED, *extras)]
        if all(_is_final(one, codes) for one in plan):
            return tuple(_fetched(one, one.remote, codes, new=False) for one in plan)
        _require_room(folder, plan, codes, free)
        received = [_receive(one, waiting, progress) for one in plan]
        _make_final(plan, received, codes, folder, progress)
        if codes and not keep_national:
            for one in plan:
                _forget(one.national)
        return tuple(_fetched(one, remote, codes, new=True) for one, remote in zip(plan, received, strict=True))


def departement_code(text: str) -> str:
    """The code of a département as people type it ("1", "d48", "2a").

    Raises:
        BadOption: none of them.
    """
    code = text.strip().upper().removeprefix("D")
    code = code.zfill(2)
    if not _DEPARTEMENT.fullmatch(code):
        raise BadOption(
            _("« %(text)s » n'est pas un département.") % {"text": text},
            _("Un département s'écrit 01, 2A, 48, 974…"),
        )
    return code


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".fetch.lock", timeout=0):
            yield
    except Timeout as error:
        raise StoreProblem(
            _("Un autre téléchargement est en cours dans %(folder)s.") % {"folder": folder},
            _("Attendez qu'il finisse, ou choisissez un autre dossier."),
        ) from error
    except OSError as error:
        raise StoreProblem(
            _("Impossible d'écrire dans %(folder)s : %(reason)s.")
            % {"folder": folder, "reason": error.strerror or str(error)},
            _("Vérifiez vos droits, ou choisissez un autre dossier."),
        ) from error


def _wanted(
    file: OfficialFile, folder: Path, codes: tuple[str, ...], base_url: str | None, waiting: Waiting
) -> _Wanted:
    national = folder / file.name
    final = national.with_name(file.name.removesuffix(".csv.gz") + ".parquet") if file.format == "csv.gz" else national
    if codes:
        tag = "-".join(codes)
        if len(codes) > _NAMED_DEPARTEMENTS:
            tag = f"{len(codes)}-departements-{hashlib.sha256(tag.encode()).hexdigest()[:8]}"
        stem = final.name.removesuffix(".parquet")
        kept = f"{stem.removesuffix('_utf8')}_{tag}{'_utf8' if stem.endswith('_utf8') else ''}.parquet"
        final = final.with_name(kept)
    return _Wanted(file, probe(file.url(base_url), waiting), national, final)


def _is_final(one: _Wanted, codes: tuple[str, ...]) -> bool:
    if one.final == one.national:
        return is_current(one.final, one.remote)
    known = described(one.final)
    return one.final.is_file() and one.remote.same_version(known) and known.get("departements") == ",".join(codes)


def _fetched(one: _Wanted, remote: Remote, codes: tuple[str, ...], *, new: bool) -> Fetched:
    return Fetched(one.file, one.final, remote.vintage(), remote.size, new, codes)


def _require_room(folder: Path, plan: Sequence[_Wanted], codes: tuple[str, ...], free: Callable[[Path], int]) -> None:
    """Refuse to start what the disk cannot hold."""
    need = sum(left_to_receive(one.national, one.remote) for one in plan if not is_current(one.national, one.remote))
    for one in plan:
        if one.final != one.national:
            need += int((one.remote.size or 0) * (_SHARE_OF_DEPARTEMENTS if codes else _SHARE_OF_CONVERSION))
    room = free(folder)
    if room < need + _MARGIN:
        raise StoreProblem(
            _("Il faut %(need).1f Go libres dans %(folder)s, il en reste %(room).1f.")
            % {"need": (need + _MARGIN) / 1e9, "folder": folder, "room": room / 1e9},
            _("Libérez de la place, ou choisissez un autre dossier avec --folder."),
        )


def _facts(file: OfficialFile) -> dict[str, str]:
    return {"title": file.title, "publisher": file.publisher, "licence": file.licence}


def _receive(one: _Wanted, waiting: Waiting, progress: Progress) -> Remote:
    """The national file, fetched unless it is there already."""
    if is_current(one.national, one.remote):
        return one.remote
    return download(
        one.remote,
        one.national,
        waiting=waiting,
        label=one.national.name,
        check=gzip_problem if one.file.format == "csv.gz" else parquet_problem,
        facts=_facts(one.file),
        progress=progress,
    )


def _forget(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_name(path.name + ".json").unlink(missing_ok=True)


# --- What is made out of the files ---


def _make_final(
    plan: Sequence[_Wanted], received: Sequence[Remote], codes: tuple[str, ...], folder: Path, progress: Progress
) -> None:
    """Convert and restrict what was fetched; each file appears whole, after its description is right."""
    todo = [(one, remote) for one, remote in zip(plan, received, strict=True) if one.final != one.national]
    label = _("Extraction des départements") if codes else _("Conversion en Parquet")
    done, total = 0, sum(remote.size or 0 for _one, remote in todo)
    with duckdb.connect() as con:
        con.execute(f"SET memory_limit = '{_MEMORY}'")
        con.execute("SET temp_directory = ?", [str(folder / ".fetch-spill")])
        for one, remote in todo:
            progress(label, done, total)
            _write(con, one, remote, codes, establishments=todo[0][0].final)
            done += remote.size or 0
            if not codes:
                _forget(one.national)
    shutil.rmtree(folder / ".fetch-spill", ignore_errors=True)
    if todo:
        progress(label, total, total)


def _write(
    con: duckdb.DuckDBPyConnection, one: _Wanted, remote: Remote, codes: tuple[str, ...], *, establishments: Path
) -> None:
    draft = one.final.with_name(one.final.name + ".draft")
    facts = {**_facts(one.file), "url": remote.url, "departements": ",".join(codes)}
    metadata = ", ".join(f"essaim_{key}: {literal(value)}" for key, value in facts.items())
    metadata += f", vintage: {literal(remote.vintage())}"
    try:
        con.execute(
            f"COPY (SELECT * FROM {_reader(one.national)}{_condition(one.file, codes, establishments)}) "
            f"TO {literal(draft)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{metadata}}})"
        )
        draft.replace(one.final)
        describe(one.final, remote, {**_facts(one.file), "departements": ",".join(codes)})
    except duckdb.Error as error:
        problem = _unreadable(one, error)
        if one.file.format == "csv.gz" and isinstance(problem, DownloadProblem):
            _forget(one.national)  # its bytes cannot be checked otherwise: the next fetch must not trust them
        raise problem from error
    finally:
        draft.unlink(missing_ok=True)


def _reader(path: Path) -> str:
    if path.suffix == ".gz":
        return f"read_csv({literal(path)}, header = true, all_varchar = true, compression = 'gzip')"
    return f"read_parquet({literal(path)})"


def _condition(file: OfficialFile, codes: tuple[str, ...], establishments: Path) -> str:
    """Which rows are kept: those of the communes, then those that share their key."""
    if not codes:
        return ""
    if file.commune:
        by_length: Mapping[int, list[str]] = {n: [c for c in codes if len(c) == n] for n in (2, 3)}
        tests = [
            f"substr({quoted(file.commune)}, 1, {n}) IN ({', '.join(map(literal, some))})"
            for n, some in by_length.items()
            if some
        ]
        return f" WHERE {' OR '.join(tests)}"
    key = quoted(file.key_column)
    return (
        f" WHERE try_cast({key} AS BIGINT) IN "
        f"(SELECT try_cast({key} AS BIGINT) FROM read_parquet({literal(establishments)}))"
    )


def _unreadable(one: _Wanted, error: duckdb.Error) -> Exception:
    detail = str(error).splitlines()[0][:200]
    if "No space left" in detail:
        return StoreProblem(
            _("Le disque est plein : impossible d'écrire %(name)s.") % {"name": one.final.name},
            _("Libérez de la place et relancez la même commande : rien n'est à télécharger à nouveau."),
        )
    return DownloadProblem(
        _("%(name)s ne se lit pas comme prévu (%(detail)s).") % {"name": one.national.name, "detail": detail},
        _("L'éditeur a pu changer ce fichier : mettez Essaim à jour, ou importez-le sans restriction de département."),
    )
