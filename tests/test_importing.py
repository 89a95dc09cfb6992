"""Models of other families: recognised, told their languages their own way, installed, tried."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from foreign_models import TEXTS, build, pieces, vocabulary
from workbench import cli
from workbench.engines import decoder, packages
from workbench.engines.argos import Argos
from workbench.engines.importing import wrap
from workbench.errors import BadPackage, EngineError, WorkbenchError

FAMILIES: dict[str, tuple[list[str], dict[str, tuple[list[str], str]], str]] = {
    # tokens in the vocabulary; by package, what stands before the source and at the output's head
    "nllb": (
        ["eng_Latn", "prs_Arab", "pbt_Arab"],
        {"en-prs": (["eng_Latn"], "prs_Arab"), "en-ps": (["eng_Latn"], "pbt_Arab")},
        "CC-BY-NC-4.0",
    ),
    "m2m100": (
        ["__en__", "__fa__", "__ps__"],
        {"en-fa": (["__en__"], "__fa__"), "en-ps": (["__en__"], "__ps__")},
        "MIT",
    ),
    "madlad": (
        ["<2en>", "<2fa>", "<2ps>"],
        {"en-fa": (["<2fa>"], ""), "en-ps": (["<2ps>"], "")},
        "Apache-2.0",
    ),
    "opus-mt": (
        [">>prs<<", ">>pus<<"],
        {"en-prs": ([">>prs<<"], ""), "en-ps": ([">>pus<<"], "")},
        "CC-BY-4.0",
    ),
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where packages are installed: nowhere yet."""
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "home" / "packages"))
    return tmp_path / "home" / "packages"


@pytest.fixture
def nllb(tmp_path: Path) -> Path:
    return build(tmp_path / "tiny-nllb", FAMILIES["nllb"][0])


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_is_recognised_and_told_its_languages(tmp_path: Path, name: str) -> None:
    tokens, told, licence = FAMILIES[name]
    done = wrap(build(tmp_path / "tiny", tokens))
    assert [each.package.pair for each in done] == list(told)
    for each in done:
        package = each.package
        assert (list(package.source_prefix), package.target_prefix) == told[package.pair]
        assert (package.family, package.licence, package.version) == (name, licence, "1.0+tiny")
        encoded = decoder.load(package).encode(TEXTS[0])
        assert (encoded[:1], encoded[-1]) == (list(package.source_prefix), "</s>")
        assert package.target_prefix not in each.translation or not package.target_prefix


@pytest.mark.parametrize("name", FAMILIES)
def test_an_imported_model_is_an_engine_like_another(tmp_path: Path, name: str) -> None:
    wrap(build(tmp_path / "tiny", FAMILIES[name][0]))
    engine = Argos()
    for target in ("prs", "ps"):
        first = engine.translate(TEXTS[:2], source="en", target=target, hypotheses=2)
        assert [len(each) for each in first] == [2, 2]
        assert first == engine.translate(TEXTS[:2], source="en", target=target, hypotheses=2)
        [scored] = engine.score([(TEXTS[0], "راه بسته شد.")], source="en", target=target)
        assert (
            "".join(piece for piece, _ in scored).replace("\u2581", " ").strip() == "راه بسته شد."
        )
        assert "1.0+tiny" in engine.signature(source="en", target=target) or target == "prs"


def test_it_comes_before_the_starter_and_goes_as_it_came(nllb: Path) -> None:
    first, _ = wrap(nllb, name="NLLB 600M")
    signature = Argos().signature(source="en", target="prs")
    assert signature == "argos en-prs 1.0+NLLB-600M beam 4"
    assert "not for commercial use" in packages.describe(first.package)
    packages.remove(packages.find("en-prs"))
    assert packages.find("en-prs").embedded


def test_the_pairs_of_an_import_share_their_weights(nllb: Path) -> None:
    first, second = (each.package for each in wrap(nllb))
    weights = [package.path / "model" / "model.bin" for package in (first, second)]
    assert os.path.samefile(*weights)
    assert not os.path.samefile(weights[0], nllb / "model.bin")
    assert decoder.load(first).model is decoder.load(second).model


def test_it_says_when_another_model_comes_first(tmp_path: Path) -> None:
    """A Persian model stands in for Dari, but not before a Dari one."""
    folder = build(tmp_path / "tiny", FAMILIES["m2m100"][0])
    persian, pashto = wrap(folder)
    assert (persian.before, pashto.before) == (f"en-prs {packages.find('en-prs').version}", "")
    result = CliRunner().invoke(cli.app, ["models", "import", str(folder)])
    assert f"used before it; to use this one: --model {persian.package.path}" in result.output
    engine = Argos(models=[persian.package.path])
    assert engine.signature(source="en", target="prs") == "argos en-fa 1.0+tiny for prs beam 4"


def test_a_model_may_have_a_tokenizer_for_each_side(tmp_path: Path) -> None:
    """OPUS-MT's: `source.spm` knows no Pashto, `target.spm` no English."""
    english, own = pieces(TEXTS[:2]), pieces(TEXTS[2:])
    folder = build(tmp_path / "x", [">>pus<<"], **{"source.spm": english, "target.spm": own})
    [done] = wrap(folder, targets=["ps"])
    loaded = decoder.load(done.package)
    assert loaded.encode(TEXTS[0])[0] == ">>pus<<"
    assert not {"<unk>"} & set(loaded.encode(TEXTS[0]))
    [scored] = loaded.score([(TEXTS[0], TEXTS[3])])
    assert "".join(piece for piece, _ in scored).replace("\u2581", " ").strip() == TEXTS[3]


def test_a_model_of_one_pair_needs_no_token_but_a_licence(tmp_path: Path) -> None:
    folder = build(tmp_path / "en-ps", [])
    with pytest.raises(EngineError, match="writes but one"):
        wrap(folder)
    with pytest.raises(EngineError, match="--licence"):
        wrap(folder, targets=["ps"])
    [done] = wrap(folder, targets=["ps"], licence="MIT")
    assert (done.package.source_prefix, done.package.licence) == ((), "MIT")


def test_the_licence_of_a_model_card_counts(nllb: Path) -> None:
    (nllb / "README.md").write_text("---\nlicense: cc-by-4.0\n---\nA model.\n", encoding="utf-8")
    assert {each.package.licence for each in wrap(nllb)} == {"CC-BY-4.0"}


def test_the_command_shows_licence_and_test(nllb: Path) -> None:
    """Random weights translate nothing, and the command says so."""
    result = CliRunner().invoke(cli.app, ["models", "import", str(nllb), "--to", "ps"])
    assert result.exit_code in (0, 1)
    assert "Installed en-ps, version 1.0+tiny-nllb, licence CC-BY-NC-4.0." in result.output
    assert "The road to the airport was closed on Monday." in result.output
    assert "forbids commercial use" in result.output
    assert ("This is no translation" in result.output) == (result.exit_code == 1)


# -- what is refused ------------------------------------------------------------------------------


def without(*names: str) -> Callable[[Path], object]:
    def change(folder: Path) -> None:
        for name in names:
            (folder / name).unlink()

    return change


def writing(name: str, content: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(content)


REFUSED: dict[str, tuple[Callable[[Path], object], dict[str, Any], str]] = {
    "no model": (without("model.bin"), {}, "no CTranslate2 model"),
    "no tokenizer": (without("sentencepiece.bpe.model"), {}, "tokenizer.json will not do"),
    "no vocabulary": (without("shared_vocabulary.json"), {}, "no vocabulary"),
    "a broken vocabulary": (writing("shared_vocabulary.json", b"[1,"), {}, "is no vocabulary"),
    "a vocabulary of another kind": (writing("shared_vocabulary.json", b"7"), {}, "no vocabulary"),
    "broken settings": (writing("config.json", b"{"), {}, "config.json cannot be read"),
    "a broken tokenizer": (writing("sentencepiece.bpe.model", b"x" * 99), {}, "tokenizer.*damaged"),
    "broken weights": (writing("model.bin", b"x" * 99), {}, "does not load"),
    "a package": (writing("metadata.json", b"{}"), {}, "a package already.*models install"),
    "no such language": (without(), {"targets": ["ur"]}, "no token for.*Urdu.*urd_Arab"),
    "another family": (without(), {"family": "m2m100"}, "no token for English into Dari"),
    "an unknown family": (without(), {"family": "gpt"}, "Use one of: nllb, m2m100, madlad"),
    "no such tokenizer": (without(), {"tokenizer": Path("nowhere.model")}, "There is no tokenizer"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_such_model_is_refused_and_leaves_nothing(
    nllb: Path, home: Path, name: str
) -> None:
    change, options, message = REFUSED[name]
    change(nllb)
    with pytest.raises(WorkbenchError, match=message):
        wrap(nllb, **options)
    assert not home.exists() or not list(home.iterdir())
    assert not home.parent.exists() or {path.name for path in home.parent.iterdir()} <= {"packages"}


def test_a_tokenizer_of_another_model_is_refused(nllb: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.model"
    other.write_bytes(pieces(model_type="word"))
    with pytest.raises(BadPackage, match="not this model's"):
        wrap(nllb, tokenizer=other)


def test_a_folder_of_links_is_imported_as_what_they_stand_for(nllb: Path, tmp_path: Path) -> None:
    """As a download cache lays its files out."""
    cache = tmp_path / "cache"
    cache.mkdir()
    for path in nllb.iterdir():
        (cache / path.name).symlink_to(path)
    [done, _] = wrap(cache)
    shutil.rmtree(nllb)
    assert not (done.package.path / "model" / "model.bin").is_symlink()
    assert (done.package.path / "model" / "model.bin").stat().st_size > 1000


def test_a_tokenizer_of_any_name_will_do_when_it_is_the_only_one(nllb: Path) -> None:
    (nllb / "sentencepiece.bpe.model").rename(nllb / "flores.model")
    assert len(wrap(nllb)) == 2
    (nllb / "other.model").write_bytes(pieces())
    with pytest.raises(BadPackage, match="no SentencePiece file"):
        wrap(nllb)
    assert len(wrap(nllb, tokenizer=nllb / "flores.model")) == 2


def test_the_vocabulary_may_be_plain_text(nllb: Path) -> None:
    (nllb / "shared_vocabulary.txt").write_text("\n".join(vocabulary(nllb)), encoding="utf-8")
    (nllb / "shared_vocabulary.json").unlink()
    assert len(wrap(nllb)) == 2


@pytest.mark.parametrize("value", ["__en__", [7], ["a"] * 9, {"a": 1}])
def test_a_package_with_odd_tokens_is_refused(nllb: Path, tmp_path: Path, value: object) -> None:
    [done, _] = wrap(nllb)
    changed = tmp_path / "changed"
    shutil.copytree(done.package.path, changed)
    metadata = json.loads((changed / "metadata.json").read_text("utf-8"))
    (changed / "metadata.json").write_text(
        json.dumps(metadata | {"source_prefix": value}), encoding="utf-8"
    )
    with pytest.raises(BadPackage, match="no usable source_prefix"):
        packages.find(str(changed))
