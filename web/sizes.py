"""How is a number of bytes written for people?"""


def size(size_bytes: int) -> str:
    """Return a size in people's units: 812 字节, 86 KB, 2.4 MB."""
    if size_bytes < 1000:
        return f"{size_bytes} 字节"
    for unit, of_one in (("KB", 1024), ("MB", 1024**2)):
        if size_bytes < 1000 * of_one:
            return f"{size_bytes / of_one:.1f}".removesuffix(".0") + f" {unit}"
    return f"{size_bytes / 1024**3:.1f}".removesuffix(".0") + " GB"
