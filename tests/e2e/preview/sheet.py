"""Reads the contact sheet and the pictures of tocsin-preview."""
import html.parser
import struct
import subprocess


class Sheet(html.parser.HTMLParser):
    """Sections with their pictures: {id: [attributes of img]}, captions in order, and references to other places."""

    def __init__(self, path):
        super().__init__()
        self.sections, self.captions, self.outside = {}, [], []
        self._section, self._in_caption = None, False
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "section":
            self._section = attributes["id"]
            self.sections[self._section] = []
        elif tag == "img":
            self.sections[self._section].append(attributes)
        elif tag == "figcaption":
            self.captions.append("")
            self._in_caption = True
        if tag in ("script", "link", "iframe", "object") or any("//" in (value or "") for value in attributes.values()):
            self.outside.append((tag, attributes))

    def handle_endtag(self, tag):
        if tag == "figcaption":
            self._in_caption = False

    def handle_data(self, data):
        if self._in_caption:
            self.captions[-1] += data

    def images(self):
        return [image for images in self.sections.values() for image in images]


def png_size(path):
    head = path.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n", path
    return struct.unpack(">II", head[16:24])


def measure(path, what):
    """A figure that ImageMagick computes of a picture: '%k' number of colours, '%[fx:mean]' brightness."""
    return float(subprocess.run(["identify", "-format", what, path], check=True, capture_output=True, text=True).stdout)
