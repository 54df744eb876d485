import sys

import pytest

from essaim.cli import progress
from essaim.cli.progress import terminal_progress


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ESSAIM_QUIET", raising=False)


def test_progress_quiet_says_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("ESSAIM_QUIET", "1")

    with terminal_progress() as say:
        say("Lecture", 1, 2)

    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


@pytest.mark.usefixtures("spoken")
def test_progress_in_a_log_is_sparse(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    clock = iter([0.0, 1.0, 12.0, 13.0, 14.0, 15.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))

    with terminal_progress() as say:
        for done in (0, 10, 50, 60, 100):
            say("Lecture", done, 100)
        say("Tri", 0, None)

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == ["Lecture…", "Lecture : 50\u00a0%", "Lecture : terminé", "Tri…"]


@pytest.mark.usefixtures("spoken")
def test_progress_on_a_terminal_draws_one_bar_for_each_label(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    with terminal_progress() as say:
        say("Lecture", 0, None)
        say("Lecture", 4, 4)
        say("Tri [1]", 1, 2)

    lines = [line for line in capsys.readouterr().err.splitlines() if "Lecture" in line or "Tri [1]" in line]
    assert ("100%" in lines[-2], "50%" in lines[-1]) == (True, True)
