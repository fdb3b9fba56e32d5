"""Pictures without what the camera wrote into them."""

from io import BytesIO
from typing import BinaryIO

from quartierswerk.files.rules import MOST_PIXELS

_FORMATS = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP"}


class BrokenPicture(ValueError):
    """The picture cannot be read."""


class HugePicture(ValueError):
    """The picture has more pixels than we take."""


def without_metadata(content: BinaryIO, kind: str) -> tuple[bytes, int, int]:
    """Return the picture drawn anew, with its width and height.

    The way it is held stays; place, time, device, thumbnails and whatever hangs behind the picture go. The
    colour profile is kept, since without it the colours change. Of a moving picture the first frame remains.
    """
    from PIL import Image, ImageOps

    content.seek(0)
    try:
        with Image.open(content, formats=[_FORMATS[kind]]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise HugePicture
            picture = ImageOps.exif_transpose(opened)
            profile = opened.info.get("icc_profile")
            if picture.mode not in {"RGB", "RGBA", "L", "CMYK"} or "transparency" in picture.info:
                picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
            fresh = Image.new(picture.mode, picture.size)
            fresh.paste(picture)
    except HugePicture:
        raise
    except Image.DecompressionBombError as huge:
        raise HugePicture from huge
    except (OSError, SyntaxError, ValueError, MemoryError) as broken:
        raise BrokenPicture from broken
    out = BytesIO()
    fresh.save(out, _FORMATS[kind], icc_profile=profile, optimize=True, quality=88)
    return out.getvalue(), fresh.width, fresh.height
