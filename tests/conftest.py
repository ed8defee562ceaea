"""Settings for the whole suite: a slow machine must not fail a property test by its clock."""

from hypothesis import settings

settings.register_profile("referent", deadline=None)
settings.load_profile("referent")

pytest_plugins = ["tests.databases", "tests.staff", "tests.browser"]
