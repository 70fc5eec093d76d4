"""What the services say to each other: messages, subjects, streams and state. pydantic only, no I/O."""
