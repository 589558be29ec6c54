"""The command line: `linli` and `python -m linli`.

Exit status: 0 done, 1 a fault of linli or too little memory, 2 an input, a folder or a disk that cannot be used, 130 stopped with Ctrl-C or SIGTERM.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from .model.ground.letters import ERRORS, spelled
from .model.ground.refusal import InputError
from .model.ground.text import LANGUAGES, Text, default_language

STOPPED = Text("Stopped.", "已停止。")
NO_CHINESE = (
    'The encoding of this terminal ({encoding}) has no Chinese letters: "?" is printed for each. Set PYTHONIOENCODING=utf-8, or ask for --lang en.'
)
"""In English: the terminal could not print it in Chinese."""
OWN_FAULT = Text(
    "This is a fault of linli, not of your input. Please report it with the lines above.",
    "这是 linli 自身的错误，与您的输入无关。请将以上内容反馈给我们。",
)


def split_language(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """Take `--lang X` out of the arguments, wherever it stands. `--lang both` stays where a form in both languages can be asked for.

    Returns:
        The language, "en" or "zh", and the other arguments.

    Raises:
        UserError: another language, or none after `--lang`.
    """
    rest: list[str] = []
    language = default_language()
    form = _asks_for_a_form(arguments)
    given = iter(arguments)
    for argument in given:
        if argument == "--":
            rest.extend((argument, *given))
        elif argument == "--lang" or argument.startswith("--lang="):
            asked = argument[7:] if "=" in argument else next(given, "")
            short = asked.lower().replace("-", "_").split("_")[0]
            if form and short == "both":
                rest.extend(("--lang", short))
                continue
            if short not in LANGUAGES:
                from .scenarios.errors import UserError

                allowed = ", ".join((*LANGUAGES, "both") if form else LANGUAGES)
                raise UserError(f'"{asked}" is not one of {allowed}.', f"“{asked}”不在可选值 {allowed} 之中。", file="--lang")
            language = short
        else:
            rest.append(argument)
    return language, rest


def _asks_for_a_form(arguments: Sequence[str]) -> bool:
    """Return whether the command is `survey new`."""
    words = [word for before, word in zip(("", *arguments), arguments, strict=False) if not word.startswith("-") and before != "--lang"]
    return words[:2] == ["survey", "new"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: words after the program's name; by default those of this process.

    Returns:
        The exit status.
    """
    from .cli.process import UNPRINTED, outlets, stops_heeded

    given = list(sys.argv[1:] if arguments is None else arguments)
    # What is imported and compiled lives on: to search it for rubbish again and again would take a twentieth of the time.
    gc.set_threshold(100_000, 20, 20)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=ERRORS)
    language, before = default_language(), os.environ.get("LINLI_LANG")
    try:
        with outlets() as out, stops_heeded():
            try:
                language, rest = split_language(given)
                os.environ["LINLI_LANG"] = language
                encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
                if language == "zh" and spelled("中", encoding) != "中":
                    print(NO_CHINESE.format(encoding=encoding), file=sys.stderr)
                status = _run(rest, language)
            except InputError as error:
                from .cli.faults import say_error

                print(say_error(error, language), file=sys.stderr)
                status = 2
            if status == 130:
                # A stop that came inside of text run as code (a dataclass being made, say) leaves a mark with which Python would
                # end itself by a signal in place of our status. Running text anew takes it away.
                exec("")
            out.flush()
            if out.unprinted:
                print(UNPRINTED.say(language, reason=out.unprinted), file=sys.stderr)
                status = status or 2
        return status
    except KeyboardInterrupt:
        # While the last lines were being printed.
        return 130
    finally:
        if before is None:
            os.environ.pop("LINLI_LANG", None)
        else:
            os.environ["LINLI_LANG"] = before


def _run(arguments: list[str], language: str) -> int:
    """Run the application and tell what ends it; returns the exit status.

    Raises:
        InputError: an input cannot be used.
    """
    try:
        from .cli.app import run_app

        return run_app(arguments, language)
    except InputError:
        raise
    except KeyboardInterrupt:
        print(STOPPED.say(language), file=sys.stderr)
        return 130
    except Exception as error:
        from .cli.process import say_machine_fault

        if said := say_machine_fault(error, language):
            print(said, file=sys.stderr)
            return 1 if isinstance(error, MemoryError) else 2
        import traceback

        traceback.print_exc()
        print(OWN_FAULT.say(language), file=sys.stderr)
        return 1


def command() -> int:
    """Run the command line as a process of its own; returns the exit status."""
    status = main()
    # Python would look through all that lives for rubbish once more: half a second, when the process is over and its memory goes anyway.
    gc.freeze()
    return status


if __name__ == "__main__":
    sys.exit(command())
