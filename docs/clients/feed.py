"""What is new in published minutes: `python feed.py https://referater.example/v1/feed.atom seen.json`.

Prints one line for each referat that is new or changed since the last time; `seen.json` remembers.
"""

import json
import sys
from pathlib import Path

import feedparser


def main(address: str, seen: Path) -> None:
    """Ask for the feed with the ETag of the last time; an unchanged one is not even sent."""
    known = json.loads(seen.read_text(encoding="utf-8")) if seen.exists() else {"etag": None, "updated": {}}
    feed = feedparser.parse(address, etag=known["etag"])
    for entry in feed.entries:
        if known["updated"].get(entry.id) != entry.updated:
            print(f"{entry.updated[:10]}  {entry.title}  {entry.link}")
        known["updated"][entry.id] = entry.updated
    known["etag"] = feed.get("etag", known["etag"])
    seen.write_text(json.dumps(known), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
