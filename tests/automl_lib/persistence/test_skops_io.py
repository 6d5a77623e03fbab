"""Models are saved and loaded without torch."""

from __future__ import annotations

import subprocess
import sys


def test_skops_is_imported_without_torch_and_knows_the_estimators_all_the_same():
    script = (
        "import sys; from automl_lib.persistence.skops_io import skops_io; io = skops_io();"
        "from sklearn.tree import DecisionTreeClassifier; from sklearn.svm import SVC;"
        "print('torch' in sys.modules, io.get_untrusted_types(data=io.dumps([DecisionTreeClassifier(), SVC()])));"
        "import sklearn.externals.array_api_compat.torch"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False []"
