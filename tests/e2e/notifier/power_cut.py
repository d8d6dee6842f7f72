"""What a disk may hold after a power cut, from the trace of a run: only what was flushed is sure, the rest is there, torn, or
not, in any order. Folders are flushed by themselves, and a file whose name was not flushed is lost with all that was in it.
"""
import itertools
import os
import random
import re

TRACE = ("strace", "-f", "-qq", "-y", "-xx", "-s", "70000", "-e",
         "trace=openat,mkdir,write,pwrite64,ftruncate,unlink,rename,fsync,fdatasync")
CALL = re.compile(r"^\d+\s+(\w+)\((.*)\) = (-?\d+)")
SECTOR = 512


class Node:
    """A file or a folder: as programs see it, and as it was when it was last flushed."""

    def __init__(self, is_folder=False):
        self.is_folder = is_folder
        self.entries, self.flushed_entries = {}, {}
        self.content, self.flushed, self.pending = b"", b"", []

    def change(self, offset, data):
        self.pending.append((offset, data))
        self.content = written(self.content, offset, data)

    def flush(self):
        self.flushed, self.pending, self.flushed_entries = self.content, [], dict(self.entries)


def written(content, offset, data):
    """`data` None: the file ends at `offset`."""
    if data is None:
        return content[:offset].ljust(offset, b"\0")
    return content[:offset].ljust(offset, b"\0") + data + content[offset + len(data):]


def unhex(text):
    return bytes(int(pair, 16) for pair in re.findall(r"\\x([0-9a-f]{2})", text))


class Disk:
    """Everything below `base`, which is there from the start."""

    def __init__(self, base):
        self.base, self.root, self.said = str(base), Node(True), b""

    def find(self, path):
        node = self.root
        for part in self.parts(path):
            node = node and node.entries.get(part)
        return node

    def parts(self, path):
        return [part for part in path[len(self.base):].split("/") if part]

    def folder_of(self, path):
        return self.find(os.path.dirname(path)), os.path.basename(path)

    def apply(self, line):
        """One line of the trace; whether it changed anything."""
        found = CALL.match(line)
        if not found or int(found[3]) < 0:
            return False
        name, words = found[1], found[2]
        if name == "write" and re.match(r"1<", words):
            self.said += unhex(words.split(", ")[1])
            return True
        # With -xx the paths, too, are in hex: of a descriptor in <>, of a name in "".
        paths = [unhex(word).decode(errors="replace") for word in re.findall(r'[<"]((?:\\x[0-9a-f]{2})*)[>"]', words)]
        paths = [path.removesuffix(" (deleted)") for path in paths if path.startswith(self.base)]
        return bool(paths) and getattr(self, "on_" + name)(words, paths, int(found[3]))

    def on_mkdir(self, _, paths, __):
        folder, name = self.folder_of(paths[0])
        folder.entries[name] = Node(True)
        return True

    def on_openat(self, words, paths, _):
        folder, name = self.folder_of(paths[0])
        if "O_CREAT" not in words or name in folder.entries:
            return False
        folder.entries[name] = Node()
        return True

    def on_pwrite64(self, words, paths, size):
        offset = int(words.rsplit(", ", 1)[1])
        self.change(paths[0], offset, unhex(words.split(", ")[1])[:size])
        return True

    on_write = None  # of the record there is none: a trace that has one is not understood

    def on_ftruncate(self, words, paths, _):
        self.change(paths[0], int(words.rsplit(", ", 1)[1]), None)
        return True

    def change(self, path, offset, data):
        if node := self.find(path):
            node.change(offset, data)

    def on_unlink(self, _, paths, __):
        folder, name = self.folder_of(paths[0])
        del folder.entries[name]
        return True

    def on_rename(self, _, paths, __):
        (old, name), (new, to) = self.folder_of(paths[0]), self.folder_of(paths[1])
        new.entries[to] = old.entries.pop(name)
        return True

    def on_fdatasync(self, _, paths, __):
        if node := self.find(paths[0]):
            node.flush()
        return True

    on_fsync = on_fdatasync


def after(disk, folder, dice):
    """{name: content} of the files of a folder, for each way in which a cut now may leave them."""
    for names_arrived, how in itertools.product((False, True), WAYS):
        node = disk.root
        for part in disk.parts(folder):
            node = node and (node.entries if names_arrived else node.flushed_entries).get(part)
        entries = {} if node is None else node.entries if names_arrived else node.flushed_entries
        yield {name: how(file, dice) for name, file in entries.items()}


def none_arrived(file, _):
    return file.flushed


def all_arrived(file, _):
    return file.content


def in_part(file, chosen):
    content = file.flushed
    for offset, data in chosen:
        content = written(content, offset, data)
    return content


def last_alone(file, _):
    return in_part(file, file.pending[-1:])


def last_torn(file, _):
    *others, last = file.pending or [(0, b"")]
    return in_part(file, [*others, (last[0], last[1] and last[1][:max(SECTOR, len(last[1]) // 2 // SECTOR * SECTOR)])])


def some_arrived(file, dice):
    return in_part(file, [change for change in file.pending if dice.random() < 0.5])


WAYS = (none_arrived, all_arrived, last_alone, last_torn, some_arrived, some_arrived)


def cuts(lines, base, folder, seed=20261125):
    """(what the reader had been told, files) for every cut of a run, each picture of the files once a moment."""
    disk, dice = Disk(base), random.Random(seed)
    for line in lines:
        if not disk.apply(line):
            continue
        seen = set()
        for files in after(disk, str(folder), dice):
            if (picture := tuple(sorted(files.items()))) not in seen:
                seen.add(picture)
                yield disk.said.decode(errors="replace"), files
