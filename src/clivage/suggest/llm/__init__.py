"""An engine that asks a language model, at whatever host a person allows.

The model is any that answers as OpenAI's ``/chat/completions`` do: hosted, or on this machine. It
is asked with the standard library alone. What it quotes is looked up in the text; what does not
stand there is refused. `clivage.suggest.engines.load` gives the engine only to whoever allows its
host to have the texts.
"""

from clivage.suggest.llm.client import ModelError
from clivage.suggest.llm.engine import LanguageModel
from clivage.suggest.llm.settings import Settings, from_environment

__all__ = ["LanguageModel", "ModelError", "Settings", "engine", "from_environment"]


def engine() -> LanguageModel:
    """Return the engine, as the environment describes it; nothing is sent by this.

    Raises:
        ClivageError: when the environment does not say which model to ask, or says it wrongly.
    """
    return LanguageModel(from_environment())
