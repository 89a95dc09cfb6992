"""Figures: the same number in three scripts, and a wrong one mended only when it can be told."""

from __future__ import annotations

import pytest

from workbench import engines, figures
from workbench.engines.echo import Echo
from workbench.numerals import missing, numbers, surplus, written


@pytest.mark.parametrize(
    ("source", "target", "absent"),
    [
        ("73 percent", "۷۳ فیصد", []),
        ("1,200 men", "۱٬۲۰۰ مرد", []),
        ("1,200 men", "۱۲۰۰ مرد", []),
        ("1,200 men", "۱,۲۰۰ مرد", []),
        ("3.5 million", "۳٫۵ میلیون", []),
        ("3.5 million", "٣.٥ میلیون", []),
        ("40,000 people", "۴۰ هزار تن", []),
        ("40,000 people", "څلوېښت زره تنه", []),
        ("40,000 people", "څلوېښت تنه", ["40000"]),
        ("29 men", "نهه ویشت تنه", []),
        ("126,000 cases", "یو لک او شپږ ویشت زره پېښې", []),
        ("in the 1970s", "د نولس سوه اویایمې لسیزې", []),
        ("at 8:00", "په اتو بجو", []),
        ("2/3 of them", "دو سوم آنان", []),
        ("2 × 3", "۲x۳", []),
        ("2 men", "دو مرد", []),
        ("2 and 2", "۲ و ۳", ["2"]),
        ("on 15th August 2021", "د ۲۰۲۱ د اګست ۱۵مه", []),
        ("F16 jets", "جت‌های اف", []),
        ("in 1979", "در سال", ["1979"]),
    ],
)
def test_which_numbers_are_missing(source: str, target: str, absent: list[str]) -> None:
    assert [number.value for number in missing(source, target)] == absent


def test_offsets_point_into_the_text_as_given() -> None:
    text = "در ۱٬۲۰۰ و ۳٫۵"
    assert [text[n.start : n.end] for n in numbers(text)] == ["۱٬۲۰۰", "۳٫۵"]


def test_a_number_without_a_source_is_surplus() -> None:
    assert [n.value for n in surplus("73 percent", "۳٫۳ فیصد")] == ["3.3"]


@pytest.mark.parametrize(("value", "own"), [("2,400", "۲٬۴۰۰"), ("0.5", "۰٫۵"), ("2021", "۲۰۲۱")])
def test_numbers_as_the_house_writes_them(value: str, own: str) -> None:
    assert written(value, "prs") == own


def mend(source: str, target: str, *, real: bool = False) -> tuple[str, int]:
    engine = engines.make("argos") if real else Echo()
    (result,) = figures.mend(engine, [source], [target], source="en", target="prs")
    return result


def test_one_wrong_figure_gives_way() -> None:
    assert mend("It fell by 41.5 percent.", "۴٫۵ فیصد کاهش یافت.") == ("۴۱٫۵ فیصد کاهش یافت.", 1)


def test_right_figures_are_left_alone() -> None:
    assert mend("It fell by 73 percent.", "۷۳ فیصد کاهش یافت.") == ("۷۳ فیصد کاهش یافت.", 0)


def test_a_figure_that_was_left_out_is_not_made_up() -> None:
    assert mend("It fell by 73 percent.", "کاهش یافت.") == ("کاهش یافت.", 0)


def test_of_several_the_model_says_which() -> None:
    source = "The police arrested 38 men in 2019."
    target = "پولیس در سال ۲۰۱۸ به تعداد ۸۸ مرد را بازداشت کرد."
    mended, count = mend(source, target, real=True)
    assert (mended, count) == ("پولیس در سال ۲۰۱۹ به تعداد ۳۸ مرد را بازداشت کرد.", 2)


def test_without_scores_several_are_left_to_the_translator() -> None:
    source = "The police arrested 38 men in 2019."
    target = "پولیس در سال ۲۰۱۸ به تعداد ۸۸ مرد را بازداشت کرد."
    assert mend(source, target) == (target, 0)
