"""Words that mean "no value here". Blank cells are null before this is asked."""

from __future__ import annotations

# Taken as missing in every column: nobody uses these as a category.
MISSING_IN_TEXT: tuple[str, ...] = (
    *("na", "n/a", "#n/a", "#na", "<na>", "null", "nan", "none", "nil", "결측", "결측치", "결측값"),
    *("#div/0!", "#ref!", "#value!", "#name?", "#null!", "#num!", "#spill!", "#calc!"),
)
# Taken as missing only where the other cells are numbers, dates or yes/no: in a text column "없음"
# (none) or "-" can be an answer.
MISSING_IN_VALUES: tuple[str, ...] = (
    *MISSING_IN_TEXT,
    *("-", "--", "---", "–", "—", ".", "..", "...", "…", "?", "??", "*", "x", "missing", "unknown"),
    *("inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "-∞", "-nan", "+nan"),
    *("1.#qnan", "1.#inf", "-1.#inf"),
    *("없음", "미상", "모름", "해당없음", "해당 없음", "미입력", "무응답", "자료없음", "자료 없음"),
)
