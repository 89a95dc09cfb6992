"""Dari or Iranian Persian: two written standards of one language, told apart by their words.

Most single sentences carry no mark of either, so evidence is a sum of log-odds, collected over a
document. Dari marks weigh more than Iranian ones: Iranian words are common in Afghan papers, the
reverse is rare. Places are topic, not language, and count for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

_DARI = frozenset(
    """پوهنتون شفاخانه فیصد صحی مریض مریضان مرض امراض تداوی داکتر ادویه مکاتب متعلمین محصلین
    پولیس موتر طیاره محکمه پلان پالیسی تکنالوژی معلومات همچنان اعلان کنترول واکسین استند
    اطفال ساحه رخصتی جنوری فبروری مارچ اپریل جون جولای اگست سپتمبر اکتوبر نومبر دسمبر
    جرمنی جاپان امریکا دالر فلم انترنت تیلفون فابریکه بحیث بشمول خویش نموده گردید وقایه
    انکشاف ولسوالی ولسوال رییس مسوول مسوولان فیصدی پوهاند صدراعظم نظرسنجی شاروالی څارنوالی
    قوماندان قوماندانی حالیکه زمانیکه طوریکه درحالیکه موترها طالبان سارنوالی لوی قوای
    مسلکی انستیتوت""".split()
)
_IRANIAN = frozenset(
    """دانشگاه بیمارستان درصد بهداشت بهداشتی بیمار بیماران بیماری درمان پزشک پزشکی پزشکان
    مدرسه مدارس پلیس خودرو هواپیما دادگاه فناوری اطلاعات همچنین کنترل واکسن هستند کودکان
    تعطیلات ژانویه فوریه مارس آوریل ژوئن ژوئیه سپتامبر اکتبر نوامبر دسامبر آلمان ژاپن کره
    آمریکا دلار فیلم اینترنت تلفن کارخانه پیشگیری استان شهرستان استاندار دانشجویان
    دانش‌آموزان دادستان نخست‌وزیر شهردار شهرداری می‌باشد""".split()
)


def evidence(words: Sequence[str]) -> tuple[float, list[str]]:
    """Log-odds for Dari (negative: for Iranian Persian) and the words that speak.

    >>> evidence("پولیس در ولسوالی بگرام".split())
    (2.8, ['پولیس', 'ولسوالی'])
    """
    dari = [word for word in dict.fromkeys(words) if word in _DARI]
    iranian = [word for word in dict.fromkeys(words) if word in _IRANIAN]
    return 1.4 * len(dari) - 0.9 * len(iranian), dari + iranian
