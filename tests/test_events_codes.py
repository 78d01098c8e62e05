"""The tables of codes say what their publishers say, and a person's own is read with care."""

from __future__ import annotations

import csv
import hashlib
from decimal import Decimal
from pathlib import Path

import pytest

from clivage.errors import ClivageError
from clivage.events import codes
from clivage.importers import plover
from clivage.model import Sign
from tests import shared_data

CAMEO = ("goldstein-icews", "goldstein-gdelt", "quadclass")
MANY = {**dict.fromkeys(CAMEO, 312), "goldstein-gdelt": 311, "plover": 20, "acled": 25}
ROOTS = {f"{root:02}" for root in range(1, 21)}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own.csv"


@pytest.mark.parametrize("name", codes.names())
def test_a_table_knows_what_it_is_and_is_named_by_the_bytes_of_its_file(name: str) -> None:
    table = codes.load(name)
    file = Path(codes.__file__).parent / "codes" / f"{name}.csv"
    assert (table.name, len(table.tenths)) == (name, MANY[name])
    assert table.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert table.version == "1"
    assert table.scheme in {"cameo", "plover", "acled"}
    assert "https://" in table.source
    assert table.title
    assert table.note
    assert len({code.casefold() for code in table.tenths}) == len(table.tenths)


@pytest.mark.parametrize("name", CAMEO)
def test_the_zero_that_a_cameo_code_begins_with_survives(name: str) -> None:
    known = codes.load(name).tenths
    assert known.keys() >= {*ROOTS, "010", "0841"}
    assert {code[:2] for code in known} == ROOTS
    assert {len(code) for code in known} == {2, 3, 4}


@pytest.mark.parametrize("name", CAMEO)
def test_a_code_whose_first_digits_are_known_is_still_unknown(name: str) -> None:
    known = codes.load(name).tenths
    assert "175" in known
    assert "1751" not in known


def test_gdelt_and_icews_disagree_on_four_codes_and_on_no_sign() -> None:
    gdelt, icews = codes.load("goldstein-gdelt"), codes.load("goldstein-icews")
    found = codes.differences(gdelt, icews)
    assert found == {"016": (-20, -50), "022": (32, 34), "164": (-70, -65), "165": (-65, -70)}
    assert icews.tenths.keys() - gdelt.tenths.keys() == {"1213"}
    assert not gdelt.tenths.keys() - icews.tenths.keys()


def test_an_earlier_cameo_turns_the_sign_of_a_code_and_that_is_found(own: Path) -> None:
    # Where 016 was a comment full of sympathy; since then it is a denial.
    own.write_text("code,goldstein\n016,3.4\n040,1.0\n9999,1\n")
    found = codes.differences(codes.load(own), codes.load("goldstein-icews"))
    assert found == {"016": (34, -50)}


def test_the_four_classes_of_gdelt_give_the_sign_of_each_root() -> None:
    table = codes.load("quadclass").tenths
    assert all(value == (10 if code[:2] < "10" else -10) for code, value in table.items())
    assert {code for code, value in table.items() if value > 0 and len(code) == 2} == {
        f"{root:02}" for root in range(1, 10)
    }


def test_plover_events_and_imported_texts_of_plover_agree_on_every_sign() -> None:
    table = codes.load("plover").tenths
    signs = {code.casefold(): value for code, value in table.items()}
    expected = {word: 10 if sign is Sign.SUPPORT else -10 for word, sign in plover._SIGNS.items()}
    assert signs == {**expected, "investigate": 0}


def test_acled_says_opposition_only_where_there_are_two_sides() -> None:
    table = codes.load("acled").tenths
    neutral = {code for code, value in table.items() if value == 0}
    assert {code for code, value in table.items() if value > 0} == {"Agreement"}
    assert neutral == {
        "Peaceful protest", "Change to group/activity", "Disrupted weapons use",
        "Headquarters or base established", "Non-violent transfer of territory", "Other",
    }  # fmt: skip


def test_the_intensity_of_every_event_of_icews_is_that_of_its_code() -> None:
    table = codes.load("goldstein-icews").tenths
    with shared_data.path("events/icews_sample.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    wrong = [row for row in rows if table[row["cameo_code"]] != Decimal(row["intensity"]).scaleb(1)]
    assert (len(rows), wrong) == (4993, [])


@pytest.mark.parametrize(
    "text",
    [
        "code,sign\n016,opposition\nAGREE,support\n011,neutral\n",
        "Code , Sign\r\n016,-1\r\nAGREE,+1\r\n\r\n011,0\r\n",
        "\ufeffnote,code,goldstein\nx,016,-1.0\n,AGREE,1\n,011,-0.0\n",
        'code,tenths,why\n016,-10,"one, two"\n AGREE ,+10,\n011,0,\n',
    ],
)
def test_an_own_table_has_signs_decimals_or_tenths(own: Path, text: str) -> None:
    own.write_text(text, encoding="utf-8", newline="")
    table = codes.load(str(own))
    assert dict(table.tenths) == {"016": -10, "AGREE": 10, "011": 0}
    assert (table.name, table.version, table.scheme) == ("own.csv", "", "")
    assert table.sha256 == hashlib.sha256(own.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "the columns are not those of codes"),
        ("code,name\n016,x\n", 1, "the columns are not those of codes"),
        ("code,sign,tenths\n016,1,10\n", 1, "the columns are not those of codes"),
        ("code;sign\n016;1\n", 1, "the columns are not those of codes"),
        ("code,sign\n", 0, "there is no code in it"),
        ("code,sign\n016,1\n\n016,1\n", 4, "the code '016' stands here again"),
        ("code,sign\n ,1\n", 2, "the code is missing"),
        ("code,sign\n016\n", 2, "there are 1 cells here, but 2 columns"),
        ("code,sign\n016,3.4\n", 2, "'3.4' is no sign for the code '016'"),
        ("code,goldstein\n016,3.45\n", 2, "'3.45' is no goldstein for the code '016'"),
        ("code,goldstein\n016,10.1\n", 2, "'10.1' is no goldstein for the code '016'"),
        ("code,goldstein\n016,nan\n", 2, "'nan' is no goldstein for the code '016'"),
        ("code,goldstein\n016,٣\n", 2, "'٣' is no goldstein for the code '016'"),
        ("code,tenths\n016,3.0\n", 2, "'3.0' is no tenths for the code '016'"),
        ("code,tenths\n016,-101\n", 2, "'-101' is no tenths for the code '016'"),
        ("code,tenths\n016," + "9" * 5000 + "\n", 2, "is no tenths for the code '016'"),
        ('code,sign\n016,"1\n', 2, "this is no CSV"),
    ],
)
def test_a_wrong_line_of_an_own_table_is_named(own: Path, text: str, line: int, said: str) -> None:
    own.write_text(text, encoding="utf-8")
    with pytest.raises(ClivageError) as caught:
        codes.load(own)
    assert said in caught.value.what
    assert caught.value.origin is not None
    assert (caught.value.origin.file, caught.value.origin.line) == (str(own), line)
    assert "\n" not in str(caught.value)


def test_what_is_no_table_is_refused_with_its_file(own: Path, tmp_path: Path) -> None:
    latin = tmp_path / "latin.csv"
    latin.write_bytes("code,sign\nréfute,1\n".encode("latin-1"))
    large = tmp_path / "large.csv"
    large.write_bytes(b"x" * (1024 * 1024 + 1))
    for path, said in ((own, "cannot be read"), (tmp_path, "cannot be read"),
                       (latin, "no UTF-8"), (large, "too large")):  # fmt: skip
        with pytest.raises(ClivageError, match=said) as caught:
            codes.load(path)
        assert str(path) in str(caught.value)


@pytest.mark.parametrize("name", ["", "goldstein", "tables", "GOLDSTEIN-ICEWS"])
def test_a_name_that_no_table_has_is_answered_with_those_there_are(name: str) -> None:
    with pytest.raises(ClivageError, match="goldstein-icews, goldstein-gdelt, quadclass"):
        codes.load(name)


def test_a_table_cannot_be_changed_by_who_has_it() -> None:
    with pytest.raises(TypeError):
        codes.load("acled").tenths["Agreement"] = 0  # type: ignore[index]
