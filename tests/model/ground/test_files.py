from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest
from linli.model.ground.files import read_bytes, refuse_irregular
from linli.model.ground.refusal import InputError


def told(action) -> InputError:
    with pytest.raises(InputError) as refused:
        action()
    return refused.value


def test_a_file_is_read_whole_up_to_its_limit(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"12345")
    assert read_bytes(file, 5) == b"12345"
    assert read_bytes(str(file), 9) == b"12345"
    assert told(lambda: read_bytes(file, 4)).text.en == "it is larger than 4 bytes."
    (tmp_path / "b").symlink_to(file)
    assert read_bytes(tmp_path / "b", 5) == b"12345"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_at_once_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    found: list[InputError] = []
    reader = threading.Thread(target=lambda: found.append(told(lambda: read_bytes(tmp_path / "pipe", 10))), daemon=True)
    reader.start()
    reader.join(20)
    assert not reader.is_alive(), "nobody will ever write to it"
    assert found[0].text == ("it is not a regular file (a pipe or a device is not read).", "不是普通文件（不读取管道或设备）。")


def test_what_is_swapped_for_a_pipe_after_the_look_is_refused_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr("linli.model.ground.files.refuse_irregular", lambda path: None)
    assert "not a regular file" in told(lambda: read_bytes(tmp_path / "pipe", 10)).text.en


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("none", "there is no such file."), ("", "it is a folder, not a file."), ("a\0b", "it cannot be read: "),
        ("x" * 5000, "it cannot be read: "),
    ],
)
def test_what_is_no_file_is_refused_with_the_reason(tmp_path: Path, name: str, says: str) -> None:
    for action in (lambda: refuse_irregular(tmp_path / name), lambda: read_bytes(tmp_path / name, 10)):
        error = told(action)
        assert error.text.en.startswith(says)
        assert error.text.zh


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_a_device_is_refused() -> None:
    assert not stat.S_ISREG(Path("/dev/zero").stat().st_mode)
    assert "not a regular file" in told(lambda: read_bytes("/dev/zero", 10)).text.en
