"""A small held-out set of synthetic Danish speech: manifest.toml, its clips, and how they were made."""
