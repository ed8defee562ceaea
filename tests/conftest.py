"""Settings for the whole suite: a slow machine must not fail a property test by its clock."""

import os

from hypothesis import settings

# The suite's processes run side by side: threads of one model would only wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")

settings.register_profile("referent", deadline=None)
settings.load_profile("referent")

pytest_plugins = ["tests.databases", "tests.staff", "tests.browser"]
