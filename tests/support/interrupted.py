"""What another process does between two statements of ours."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass
class Interrupted:
    """A connection beside which something happens after one of its statements."""

    connection: AsyncConnection
    after: int
    happens: Callable[[], Awaitable[None]]
    statements: int = 0

    async def execute(self, statement: Any, *values: Any) -> Any:
        answer = await self.connection.execute(statement, *values)
        self.statements += 1
        if self.statements == self.after:
            await self.happens()
        return answer
