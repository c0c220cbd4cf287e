"""Which instruction carries out each value of a month, and which of its operands are numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from model.engine.graph import CLIP, WHERE
from model.engine.operations import CODES
from model.engine.stages import BETWEEN, Order

RENAMED = {"greater_equal": "AT_LEAST"}
"""Operations whose instructions have another name."""
MIRRORED = {"less": "greater", "less_equal": "greater_equal"}
"""Operations that are others with their operands the other way round."""
COMMUTATIVE = frozenset({"add", "multiply", "maximum", "minimum"})
"""Operations whose operands can change places."""


@dataclass(frozen=True)
class Instruction:
    """One value and the instruction that computes it.

    Attributes:
        number: The value.
        name: The instruction, a key of `CODES`.
        operands: What it is made from, in the order of the instruction.
        stage: The stage in which it is carried out.
        between: The ufunc that NumPy applies to it after the stage, if any.
    """

    number: int
    name: str
    operands: tuple[int, ...]
    stage: int
    between: str = ""

    @property
    def letters(self) -> str:
        """Which operands are rows (R) and which are numbers (N)."""
        return self.name.rpartition("_")[2]

    @property
    def rows(self) -> tuple[int, ...]:
        """Operands that are rows."""
        return tuple(o for o, letter in zip(self.operands, self.letters, strict=True) if letter == "R")

    @property
    def numbers(self) -> tuple[int, ...]:
        """Operands that are numbers."""
        return tuple(o for o, letter in zip(self.operands, self.letters, strict=True) if letter == "N")

    def encoded(self, row: Mapping[int, int], place: Mapping[int, int]) -> tuple[int, ...]:
        """The instruction as numbers, once every value has its row or position."""
        pairs = zip(self.operands, self.letters, strict=True)
        operands = [row[o] if letter == "R" else place[o] for o, letter in pairs]
        return (CODES[self.name], row[self.number], *operands, *([0] * (3 - len(operands))))


def instructions(order: Order, results: frozenset[int]) -> list[Instruction]:
    """An instruction for every value that months compute, in the order in which they are carried out.

    Args:
        order: The values.
        results: Values that are asked for by themselves, and are therefore never hidden in another instruction.

    Raises:
        TypeError: An operation has operands that no instruction takes.
    """
    hidden = frozenset(_products(order, results))
    chosen = [_instruction(order, number, hidden) for number in order.monthly if number not in hidden]
    return sorted(chosen, key=lambda instruction: instruction.stage)


def _products(order: Order, results: frozenset[int]) -> Iterator[int]:
    """Products that are only added to something or subtracted from it, once: one instruction does both."""
    uses = Counter(other for number in order.monthly for other in order.nodes[number].of)
    taken: set[int] = set()
    for number in order.monthly:
        if order.nodes[number].operation not in ("add", "subtract"):
            continue
        for other in order.nodes[number].of:
            fits = order.nodes[other].operation == "multiply" and other in order.stage
            if fits and uses[other] == 1 and other not in results and order.stage[other] == order.stage[number]:
                if number not in taken:
                    yield other
                taken.add(number)


def _instruction(order: Order, number: int, hidden: frozenset[int]) -> Instruction:
    node, stage = order.nodes[number], order.stage[number]
    if node.operation in BETWEEN:
        return Instruction(number, "COPY_R", node.of, order.stage.get(node.of[0], 0), node.operation)
    name, operands = node.operation, node.of
    if name in MIRRORED:
        name, operands = MIRRORED[name], operands[::-1]
    if any(other in hidden for other in operands):
        return _with_product(order, number, hidden, stage)
    same = [other in order.same for other in operands]
    if name == CLIP:
        if same != [False, True, True]:
            message = "the compiled engine clips rows to numbers only"
            raise TypeError(message)
        letters = "RNN"
    elif name == WHERE:
        letters = "R" + "".join("N" if s else "R" for s in same[1:])
    elif len(operands) == 1:
        letters = "R"
    else:
        if same[0] and name in COMMUTATIVE:
            operands, same = operands[::-1], same[::-1]
        letters = "".join("N" if s else "R" for s in same)
    return Instruction(number, f"{RENAMED.get(name, name.upper())}_{letters}", operands, stage)


def _with_product(order: Order, number: int, hidden: frozenset[int], stage: int) -> Instruction:
    """X + a b, x - a b or a b - x in one instruction, rounded twice as if it were two."""
    node = order.nodes[number]
    first = node.of[0] in hidden
    product, other = node.of if first else node.of[::-1]
    a, b = order.nodes[product].of
    if a in order.same:
        a, b = b, a
    letter = "N" if b in order.same else "R"
    taken_from = "PRODUCT_LESS" if first else "LESS_PRODUCT"
    name = "PLUS_PRODUCT" if node.operation == "add" else taken_from
    return Instruction(number, f"{name}_RR{letter}", (other, a, b), stage)
