"""On which address does the service listen?

Imports next to nothing, so that an address in use is told at once.
"""

import socket
from ipaddress import ip_address

from web.failures import AddressInUse

BACKLOG = 2048


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; raises AddressInUse."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named so, for asyncio turns delays off only where it sees the protocol; with
    # them on, each answer waits 40 ms for an acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise AddressInUse(host=host, port=port) from error
    return listener


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches the address."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
