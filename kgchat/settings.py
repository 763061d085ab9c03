"""Settings: read once, at load, from keyword options, `KGCHAT_*` variables and a `kgchat.toml`, in this order."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from kgchat.errors import ConfigurationError
from kgchat.turn import Language


class Settings(BaseSettings):
    """What an engine is loaded with. Paths in a file are relative to that file."""

    model_config = SettingsConfigDict(env_prefix="KGCHAT_", extra="forbid", frozen=True)

    ontology: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="folders, RDF files, or one SPARQL endpoint; in a variable separated by commas"
    )
    realizer: Literal["transformer", "plain"] = Field(default="transformer", description="who words the replies")
    model: str | None = Field(default=None, description="folder, package or hub name of the wording model")
    conversations: str | None = Field(default=None, description="SQLAlchemy URL, sqlite:///… or postgresql://…")
    language: Language | None = Field(default=None, description="always answer in it; else the customer's language")
    query_timeout: float = Field(default=5.0, gt=0, description="seconds that one SPARQL query may take")
    cache_dir: Path | None = Field(default=None, description="where compiled artefacts live; else the user's cache")

    @field_validator("ontology", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @classmethod
    def settings_customise_sources(  # the signature is pydantic-settings'
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # A .env file in the working folder must not steer somebody else's service.
        return init_settings, env_settings


def read_settings(file: Path | None = None, **options: object) -> Settings:
    """Return the settings of a `kgchat.toml`, overridden by `KGCHAT_*` and then by the `options` that are not None.

    Raises ConfigurationError that names the file, the key and the nearest valid key.
    """
    given = {key: value for key, value in options.items() if value is not None}
    _refuse_unknown(given, "Engine.load")
    written = _read_file(file) if file else {}
    try:
        # Variables win over the file: the file only fills in what neither options nor variables say.
        said = Settings.model_validate(given).model_dump(exclude_unset=True)
    except ValidationError as err:
        raise ConfigurationError(_sentence(err, "the options and KGCHAT_* variables")) from err
    try:
        return Settings.model_validate({**written, **said})
    except ValidationError as err:
        raise ConfigurationError(_sentence(err, str(file))) from err


def _read_file(file: Path) -> dict[str, Any]:
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as err:
        raise ConfigurationError(
            f"{file}: cannot be read ({err.strerror}). Check the path and its permissions."
        ) from err
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
        raise ConfigurationError(f"{file}: is not valid TOML: {err}.") from err
    _refuse_unknown(written, str(file))
    home = file.resolve().parent
    sources = written.get("ontology", [])
    if isinstance(sources, str):
        sources = [sources]
    if isinstance(sources, list) and all(isinstance(source, str) for source in sources):
        written["ontology"] = [source if is_endpoint(source) else str(home / source) for source in sources]
    if isinstance(written.get("cache_dir"), str):
        written["cache_dir"] = home / Path(written["cache_dir"]).expanduser()
    return written


def is_endpoint(source: str) -> bool:
    return source.startswith(("http://", "https://"))


def _refuse_unknown(keys: dict[str, Any], where: str) -> None:
    for key in keys:
        if key not in Settings.model_fields:
            near = difflib.get_close_matches(key, Settings.model_fields, n=1, cutoff=0.4)
            hint = f"Did you mean {near[0]!r}?" if near else f"Use one of: {', '.join(Settings.model_fields)}."
            raise ConfigurationError(f"{where}: {key!r} is not a setting. {hint}")


def _sentence(err: ValidationError, where: str) -> str:
    first = err.errors()[0]
    key = ".".join(str(part) for part in first["loc"]) or "settings"
    return f"{where}: {key} = {first['input']!r} is wrong: {first['msg']}."
