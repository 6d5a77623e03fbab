"""Free text as a few numbers: hashed character n-grams, reduced to components.

Whether a column is worth it is decided in `automl_lib.plan.text_check`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.utils.validation import check_is_fitted

_FEATURES = 2**14
_LONGEST = 500
"""Characters of a text that are looked at; bounds the time of a table of long ones."""
_LEAST_COMPONENTS, _TEXTS_A_COMPONENT = 5, 5
"""Scaled together, the small components of a few hundred texts add little noise, and tell kinds of texts apart."""
_MOST_NUMBERS = 20_000_000
"""Components of all texts together: 160 MB, of a million texts 20 each."""
_CHUNK = 20_000
"""Texts that are hashed at a time, and the most that components are learned from."""


class TextComponents(TransformerMixin, BaseEstimator):
    """Latent semantic analysis of hashed character n-grams (Deerwester et al., 1990; Weinberger et al., 2009).

    Characters instead of words, because Korean words carry particles and office texts have typos. Hashes instead of a
    vocabulary, so that no word that people wrote is kept with a model.

    Args:
        components: numbers a text becomes; fewer with less than five texts for each, and of hundreds of thousands of texts.
        ngrams: shortest and longest n-gram, within words and with a blank at either end.
        random_state: of the sample that is learned from, and of the decomposition.

    Attributes:
        weights_: TfidfTransformer, which weighs rare n-grams more.
        reduction_: TruncatedSVD.
    """

    def __init__(
        self, components: int = 100, ngrams: tuple[int, int] = (2, 3), random_state: int = 0
    ) -> None:
        self.components = components
        self.ngrams = ngrams
        self.random_state = random_state

    def fit(self, texts: pd.Series, y: object = None) -> TextComponents:
        """Learns from texts; None is a blank. At least two of them differ."""
        known = texts.dropna().astype(str).unique()
        if len(known) > _CHUNK:
            known = np.random.default_rng(self.random_state).choice(known, _CHUNK, replace=False)
        hashed = self._hashed(known)
        self.weights_ = TfidfTransformer(sublinear_tf=True).fit(hashed)
        room = max(_LEAST_COMPONENTS, len(known) // _TEXTS_A_COMPONENT)
        fitting = max(_LEAST_COMPONENTS, _MOST_NUMBERS // len(texts))
        number = max(1, min(self.components, room, fitting, len(known) - 1))
        self.reduction_ = TruncatedSVD(number, random_state=self.random_state)
        with np.errstate(
            invalid="ignore"
        ):  # texts of the same n-grams have no variance, which nothing asks for
            self.reduction_.fit(self.weights_.transform(hashed))
        return self

    def transform(self, texts: pd.Series) -> np.ndarray:
        """Components of shape (texts, components); zeros for a blank."""
        check_is_fitted(self, "reduction_")
        places, known = pd.factorize(texts.to_numpy(object))
        reduced = np.zeros((len(known) + 1, len(self.reduction_.components_)))
        for first in range(0, len(known), _CHUNK):
            part = known[first : first + _CHUNK].astype(str)
            reduced[first : first + len(part)] = self.reduction_.transform(
                self.weights_.transform(self._hashed(part))
            )
        return reduced[places]  # blanks have place −1, the row of zeros

    def _hashed(self, texts: np.ndarray) -> Any:
        """Counts of hashed n-grams as a sparse matrix."""
        hashing = HashingVectorizer(
            analyzer="char_wb",
            ngram_range=self.ngrams,
            n_features=_FEATURES,
            norm=None,
            alternate_sign=False,
        )
        return hashing.transform([text[:_LONGEST] for text in texts])
