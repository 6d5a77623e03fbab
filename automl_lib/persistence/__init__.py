"""Keeps trained models in folders without pickle, and loads only what was kept.

`saving` and `loading` are the two ways, `allow_list` the types a file may hold, `files` the names and the digest. Where
folders stand and who remembers digests is up to the caller.
"""

from automl_lib.persistence.files import SavedModel, sha256_of
from automl_lib.persistence.loading import check_model, load_model
from automl_lib.persistence.saving import save_model

__all__ = ["SavedModel", "check_model", "load_model", "save_model", "sha256_of"]
