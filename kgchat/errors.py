"""The errors that kgchat raises. Each message tells the reader what to do."""


class KgchatError(Exception):
    """Root of every error that kgchat raises on purpose; its text is one sentence for a person."""


class OntologyError(KgchatError):
    """An ontology file, folder or endpoint could not be read, or breaks a shape or the annotation vocabulary."""


class QueryError(KgchatError):
    """A query was refused, is malformed, names something unknown, or ran into its time or size limit."""


class GroundingError(KgchatError):
    """A wording says something that its facts do not say."""


class ModelError(KgchatError):
    """A model or its package is missing, corrupt or not loadable."""


class ConfigurationError(KgchatError):
    """A setting or configuration file is wrong."""


class ConversationError(KgchatError):
    """The stored conversations could not be read or written."""
