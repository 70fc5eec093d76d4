"""What can go wrong in the plumbing."""


class RuntimeFailure(Exception):  # noqa: N818 - the root of this package's errors
    """The root of this package's errors. Its text names the thing and the mend."""


class BadConfiguration(RuntimeFailure):
    """A setting or file is wrong; starting again without changing it cannot help."""


class PublishFailed(RuntimeFailure):
    """JetStream did not confirm a message in time; whether it was stored is unknown, so publish it again."""


class ForbiddenAddress(RuntimeFailure):
    """A host resolves to an address that is not public and not in OTTAWATCH_ALLOWED_PRIVATE_NETWORKS."""


class NobodyAnswers(RuntimeFailure):
    """A question to another service got no answer in time."""


class Refused(RuntimeFailure):
    """The service that was asked will not; the words say why."""
