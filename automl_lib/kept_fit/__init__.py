"""A model of the one-shot that is kept in a folder with its table: later rows, a model trained again, and known outcomes.

folder: what is kept, and how. later_rows: files of more rows against the table. renewal: the recipe trained again and compared.
known_outcomes: predictions beside what became of their rows. There is no home and no database; each step is that of a document's asset.
"""

from automl_lib.kept_fit.folder import KeptFit, KeptTable, load_kept_fit, save_kept_fit
from automl_lib.kept_fit.known_outcomes import KnownOutcomes, compare_outcomes, kept_outcomes
from automl_lib.kept_fit.later_rows import LaterRows, compare_later_rows
from automl_lib.kept_fit.renewal import Renewal, renew

__all__ = [
    "KeptFit",
    "KeptTable",
    "KnownOutcomes",
    "LaterRows",
    "Renewal",
    "compare_later_rows",
    "compare_outcomes",
    "kept_outcomes",
    "load_kept_fit",
    "renew",
    "save_kept_fit",
]
