"""CMake refuses a brand that pins a published test key, unless the brand sets TEST_KEYS, and one whose root has no programs keys.

Usage: python3 -m tests.packaging.brands.refusal_test SOURCE_TREE
"""
import pathlib
import subprocess
import sys
import tempfile


def configure(source, brand, build):
    return subprocess.run(["cmake", "-S", source, "-B", build, "-G", "Ninja", f"-DTOCSIN_BRAND_FILE={brand}"],
                          capture_output=True, text=True)


def main():
    source = pathlib.Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        brand, text = folder / "brand.cmake", (source / "packaging/brands/second.cmake").read_text()
        text = text.replace("BRAND_NAME second", "BRAND_NAME other")
        (folder / "second.root.bin").write_bytes((source / "packaging/brands/second.root.bin").read_bytes())
        brand.write_text(text.replace("BRAND_TEST_KEYS ON", "BRAND_TEST_KEYS OFF"))
        unmarked = configure(source, brand, folder / "build")
        brand.write_text(text)
        marked = configure(source, brand, folder / "build")
        (folder / "second.root.bin").write_bytes((source / "tests/data/scf/site-root.bin").read_bytes())
        without_programs = configure(source, brand, folder / "build")
    assert unmarked.returncode != 0 and "published test key" in unmarked.stderr, unmarked.stderr
    assert marked.returncode == 0, marked.stderr
    assert without_programs.returncode != 0 and "has no programs keys" in without_programs.stderr, without_programs.stderr
    print("brands: a root without programs keys is refused, an unmarked brand with test keys is refused, a marked one is not")


if __name__ == "__main__":
    main()
