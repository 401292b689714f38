"""Pictures one after the other as a video file.

QuickTime with MPEG-4 is what OpenCV always writes. H.264 in MP4, which browsers and presentations
play, needs PyAV (`pip install omeroweb[movies]`).
"""

import importlib
import io
import tempfile
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Frame = NDArray[np.uint8]

CONTENT_TYPES = {"quicktime": "video/quicktime", "mp4": "video/mp4"}
ENDINGS = {"quicktime": ".mov", "mp4": ".mp4"}

# Higher is smaller and worse; at 18 differences are hard to see.
CONSTANT_RATE_FACTOR = "18"


class NoEncoder(Exception):
    """The library for a kind of movie is not installed."""


def movie(frames: Iterable[Frame], kind: str, fps: int) -> bytes:
    """Pictures (Y, X, 3) of one size as one of CONTENT_TYPES; odd sizes lose a row or column.

    One frame is held at a time. Raises NoEncoder, and ValueError without any frame.
    """
    remaining = iter(frames)
    first = next(remaining, None)
    if first is None:
        raise ValueError("a movie needs at least one frame")
    height, width = (max(2, length - length % 2) for length in first.shape[:2])
    cropped = (_even(frame, width, height) for frame in chain([first], remaining))
    if kind == "mp4":
        return _mp4(cropped, width, height, fps)
    return _quicktime(cropped, width, height, fps)


def _even(frame: Frame, width: int, height: int) -> Frame:
    part = frame[:height, :width]
    missing = ((0, height - part.shape[0]), (0, width - part.shape[1]), (0, 0))
    return np.ascontiguousarray(np.pad(part, missing, mode="edge"))


def _quicktime(frames: Iterator[Frame], width: int, height: int, fps: int) -> bytes:
    with tempfile.TemporaryDirectory(prefix="omeroweb-movie-") as folder:
        path = Path(folder) / "movie.mov"
        codec = cv2.VideoWriter.fourcc(*"mp4v")
        writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, codec, fps, (width, height))
        try:
            for frame in frames:
                writer.write(cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
        finally:
            writer.release()
        return path.read_bytes()


def _mp4(frames: Iterator[Frame], width: int, height: int, fps: int) -> bytes:
    if find_spec("av") is None:
        raise NoEncoder("format=mp4 needs PyAV on this server: pip install omeroweb[movies]")
    av: Any = importlib.import_module("av")
    written = io.BytesIO()
    with av.open(written, "w", format="mp4") as container:
        options = {"preset": "veryfast", "crf": CONSTANT_RATE_FACTOR}
        stream = container.add_stream("libx264", rate=fps, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for frame in frames:
            for packet in stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return written.getvalue()
