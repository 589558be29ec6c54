"""What happened to studies, in which order: frozen before the first play, or not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from linli.scenarios import history
from linli.scenarios.errors import UserError
from linli.scenarios.history import Entry, digest, entry_of, freeze, is_frozen, kind_of, look, read_history, record_of, write_history
from linli.scenarios.published import FOLDER, load_study, study_names

CLASS = Path(__file__).parents[1] / "class.toml"
NOW = datetime(2026, 11, 29, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Return a study of one's own in a folder of its own."""
    file = tmp_path / "mine.toml"
    file.write_text(CLASS.read_text(encoding="utf-8"), encoding="utf-8")
    return file


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_frozen_is_what_is_played_or_its_rows_are_adjusted(mine: Path) -> None:
    study = load_study(mine)
    assert [kind_of(table, is_frozen(study)) for table in study.tables] == ["adjusted", "fitted", "adjusted", "fitted"]
    frozen, entry = freeze(mine, NOW)
    assert entry == Entry("2026-11-29 12:00:00 UTC", digest(study))
    assert [kind_of(table, is_frozen(frozen)) for table in frozen.tables] == ["frozen", "fitted", "frozen", "fitted"]
    change(mine, "The figures are invented.", "A row is off since nobody was asked.")
    assert is_frozen(load_study(mine)), "a note may say afterwards why a row is off"
    change(mine, "# A study that nobody did", "# Another comment; a study that nobody did")
    assert is_frozen(load_study(mine)), "comments change nothing"
    change(mine, "hours = 2.0", "hours = 2.5")
    assert not is_frozen(load_study(mine))
    with pytest.raises(UserError, match="has changed since"):
        freeze(mine, NOW)
    change(mine, "hours = 2.5", "hours = 2.0")
    assert is_frozen(load_study(mine))


@pytest.mark.parametrize(("old", "new"), [("published = [55.5]", "published = [62.0]"), ("n = 30", "n = 20"), ("sites = 5", "sites = 6")])
def test_whatever_can_change_a_verdict_is_hashed(mine: Path, old: str, new: str) -> None:
    before = digest(load_study(mine))
    change(mine, old, new)
    assert digest(load_study(mine)) != before
    assert len(before) == 64


def test_what_was_played_cannot_be_frozen(mine: Path) -> None:
    with pytest.raises(UserError, match="runs/mine holds a play of it"):
        freeze(mine, NOW, seen={"mine": "runs/mine"})
    assert not record_of(load_study(mine)).exists()
    write_history(record_of(load_study(mine)), {"mine": Entry(played="2026-11-28")})
    with pytest.raises(UserError, match="played on 2026-11-28 without having been frozen"):
        freeze(mine, NOW)


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    entries = {"b": Entry("when", "ab", 'first "play"'), "a 学": Entry(played="2026-01-01")}
    write_history(tmp_path / "history.toml", entries)
    assert read_history(tmp_path / "history.toml") == entries
    assert read_history(tmp_path / "none.toml") == {}
    (tmp_path / "history.toml").write_text('[a]\nfrozen = "x"\nhash = "y"\n', encoding="utf-8")
    with pytest.raises(UserError, match="must have frozen, sha256"):
        read_history(tmp_path / "history.toml")
    with pytest.raises(UserError, match="cannot be written"):
        write_history(tmp_path, {})


def test_the_first_look_is_written_down_and_no_later_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("westgate", "kind"):
        (tmp_path / f"{name}.toml").write_bytes((FOLDER / f"{name}.toml").read_bytes())
    monkeypatch.setattr(history, "OWN", tmp_path / "history.toml")
    westgate, kind = load_study("westgate"), load_study("kind")
    freeze("kind", NOW)
    assert is_frozen(load_study("kind"))
    assert look([(westgate, "1 of 6"), (kind, "2 of 3")], NOW)
    assert entry_of(kind).first_play == "2026-11-29: 2 of 3"
    assert entry_of(westgate) == Entry(played="2026-11-29")
    assert not look([(westgate, "6 of 6"), (kind, "3 of 3")], NOW)
    assert entry_of(kind).first_play == "2026-11-29: 2 of 3"
    assert not look([(load_study(CLASS), "all")], NOW), "of one's own files nothing is recorded"


def test_the_record_of_the_studies_that_come_with_linli() -> None:
    entries = read_history(history.OWN)
    assert set(entries) <= set(study_names()), "every entry is of a study that is there"
    for name in study_names():
        study, entry = load_study(name), entries.get(name, Entry())
        assert bool(entry.frozen) == bool(entry.sha256)
        frozen = bool(entry.frozen) and not entry.played and digest(study) == entry.sha256
        kinds = {kind_of(table, is_frozen(study)) for table in study.tables if table.role == "predict"}
        assert kinds <= {"frozen" if frozen else "adjusted"}
    assert entries["westgate"].played, "what was looked at before there was a record can never be frozen"
