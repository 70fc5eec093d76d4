"""Checking ed25519 signatures by their definition (RFC 8032), without any library that also makes them."""

import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

Point = tuple[int, int]


def added(one: Point, other: Point) -> Point:
    """The sum of two points of the curve -x² + y² = 1 + d·x²·y²."""
    (a, b), (c, d) = one, other
    crossed = D * a * b * c * d % P
    return (a * d + b * c) * pow(1 + crossed, -1, P) % P, (b * d + a * c) * pow(1 - crossed, -1, P) % P


def times(number: int, point: Point) -> Point:
    """The point added to itself so many times."""
    found: Point = (0, 1)
    while number:
        if number & 1:
            found = added(found, point)
        point, number = added(point, point), number >> 1
    return found


def point_of(written: bytes) -> Point:
    """The point whose y, and the lowest bit of whose x, stand in 32 bytes; raises `ValueError` for none."""
    number = int.from_bytes(written, "little")
    y, odd = number & (2**255 - 1), number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if x * x % P != square:
        raise ValueError("no point of the curve")
    return (P - x if x & 1 != odd else x), y


BASE = point_of((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the owner of the key signed just this."""
    commitment, proof = signature[:32], int.from_bytes(signature[32:], "little")
    challenge = int.from_bytes(hashlib.sha512(commitment + public + message).digest(), "little") % ORDER
    right = added(point_of(commitment), times(challenge, point_of(public)))
    return proof < ORDER and times(proof, BASE) == right
