"""The shelf: published minutes and nothing else, in a database that holds no draft and no closed text."""
