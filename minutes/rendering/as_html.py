"""Minutes as one self-contained HTML page: semantic, printable, without script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from minutes import vocabulary
from minutes.rendering.blocks import Block, BlockKind, blocks
from minutes.rendering.view import MinutesView


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that share one HTML element: a paragraph's lines, a bullet list or a numbered list."""

    kind: BlockKind
    blocks: tuple[Block, ...]

    @property
    def start(self) -> int:
        """The first number of a numbered list."""
        return int(self.blocks[0].label.rstrip("."))


def as_html(view: MinutesView) -> bytes:
    """The document as a UTF-8 page; everything is escaped."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = files("minutes.rendering").joinpath("minutes.html").read_text(encoding="utf-8")
    page = environment.from_string(source)
    return page.render(view=view, words=vocabulary, groups=lambda text: list(groups(text))).encode()


def groups(text: str) -> Iterator[Group]:
    """The text's blocks, those of one element together."""
    together: list[Block] = []
    for block in blocks(text):
        if together and not _belongs(together, block):
            yield Group(_element(together[0]), tuple(together))
            together = []
        together.append(block)
    if together:
        yield Group(_element(together[0]), tuple(together))


def _element(block: Block) -> BlockKind:
    """A line that goes on is in a paragraph; sub-bullets are in the bullets' list."""
    if block.kind is BlockKind.LINE:
        return BlockKind.PARAGRAPH
    return BlockKind.BULLET if block.kind is BlockKind.SUB_BULLET else block.kind


def _belongs(together: Sequence[Block], block: Block) -> bool:
    if block.kind is BlockKind.LINE:
        return together[-1].kind in (BlockKind.PARAGRAPH, BlockKind.LINE)
    if block.gap or _element(block) is not _element(together[0]):
        return False
    if block.kind is BlockKind.NUMBERED:
        return int(block.label.rstrip(".")) == int(together[-1].label.rstrip(".")) + 1
    return block.kind is not BlockKind.PARAGRAPH
