"""Answers as arrays."""

from typing import Any

import imagecodecs
import numpy as np
from numpy.typing import NDArray

DECODERS = {
    "image/jpeg": imagecodecs.jpeg_decode,
    "image/png": imagecodecs.png_decode,
    "image/gif": imagecodecs.gif_decode,
}


def decoded(response: Any) -> NDArray[np.int64]:
    """The pixels of an answer, by its content type."""
    assert response.status_code == 200, response.content
    decode = DECODERS[response.headers["Content-Type"]]
    return np.asarray(decode(response.content), np.int64)


def assert_alike(found: NDArray[Any], expected: NDArray[Any], mean: float = 4) -> None:
    """JPEG at full quality moves a smooth value by little."""
    assert found.shape == expected.shape
    assert np.abs(found.astype(float) - expected).mean() < mean
