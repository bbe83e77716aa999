"""The binary that the package is compared with."""

import os
import shutil

import pytest


@pytest.fixture
def binary() -> str:
    """The command-line program: ``TRADITORE``, or the one on the path."""
    found = os.environ.get("TRADITORE") or shutil.which("traditore")
    if not found:
        pytest.skip("no traditore on the path; set TRADITORE")
    return found
