"""What can go wrong with a request, beside what goes wrong in the archive?

    WebError
    ├── SignInNeeded             sign_in_needed
    ├── SignInFailed             sign_in_failed: account or password is wrong
    ├── SignInDelayed            sign_in_delayed: too many failures, wait
    ├── LinkExpired              link_expired: the one-time link is used or old
    ├── NotAllowed               not_allowed: no role of the reader allows it
    │   └── CollectionNotAllowed collection_not_allowed
    ├── ForeignForm              foreign_form: no valid CSRF token or Origin
    ├── MalformedRequest         malformed_request: cannot be read as what it says
    ├── UnsupportedBody          unsupported_body: a content type not taken here
    ├── AddressNotFound          address_not_found: no such page
    ├── MethodNotAllowed         method_not_allowed
    ├── RequestTooLarge          request_too_large
    ├── WrongUse                 wrong_use: a command line that cannot be read
    ├── InvalidSetting           invalid_setting: an environment variable
    ├── NoUserYet                no_user_yet: serving beyond this machine needs one
    ├── AddressInUse             address_in_use: host and port cannot be listened on
    ├── AccountExists            account_exists
    ├── PasswordWrong            password_wrong: not the present one
    ├── PasswordWeak             password_weak
    │   └── PasswordsDiffer      passwords_differ
    ├── TokenDaysWrong           token_days
    ├── OwnAccount               own_account: nobody locks themselves out
    ├── AccountNotFound          account_not_found
    ├── TokenNotFound            token_not_found
    ├── UploadOffset             upload_offset: a slice that does not fit on
    ├── UploadStalled            upload_stalled: no bytes came for too long
    ├── UploadIncomplete         upload_incomplete
    ├── UploadAltered            upload_altered: not the bytes that were announced
    └── InternalFailure          internal_failure: our own fault, with a reference

Classes carry a code and facts; their status and sentences stand in two tables.
"""

from archive.errors import ArchiveError


class WebError(ArchiveError):
    """A request cannot be answered as asked."""

    code = "web_error"


class SignInNeeded(WebError):
    """Nobody has signed in, or the token or session is not valid (any more)."""

    code = "sign_in_needed"


class SignInFailed(WebError):
    """The account or the password is wrong; which of them is not told."""

    code = "sign_in_failed"


class SignInDelayed(WebError):
    """Too many failures from here or for this account (``seconds`` to wait)."""

    code = "sign_in_delayed"


class LinkExpired(WebError):
    """The one-time link was used before, is too old or was never made."""

    code = "link_expired"


class NotAllowed(WebError):
    """The reader's roles do not allow the action (``action``)."""

    code = "not_allowed"


class CollectionNotAllowed(NotAllowed):
    """The reader may not put documents into the collection (``collection``)."""

    code = "collection_not_allowed"


class ForeignForm(WebError):
    """A form came without the session's token or from another site."""

    code = "foreign_form"


class MalformedRequest(WebError):
    """The request cannot be read as what it says it is (``field``)."""

    code = "malformed_request"


class UnsupportedBody(WebError):
    """The body is of a content type that is not taken here (``expected``)."""

    code = "unsupported_body"


class AddressNotFound(WebError):
    """There is no page at this address."""

    code = "address_not_found"


class MethodNotAllowed(WebError):
    """The address knows no such method."""

    code = "method_not_allowed"


class RequestTooLarge(WebError):
    """The whole request is over the limit (``limit_bytes``)."""

    code = "request_too_large"


class WrongUse(WebError):
    """A command line cannot be read (``reason``)."""

    code = "wrong_use"


class InvalidSetting(WebError):
    """An environment variable holds no usable value (``name``, ``value``)."""

    code = "invalid_setting"


class NoUserYet(WebError):
    """Serving beyond this machine needs a user who can sign in (``host``)."""

    code = "no_user_yet"


class AddressInUse(WebError):
    """The address cannot be listened on (``host``, ``port``)."""

    code = "address_in_use"


class AccountExists(WebError):
    """There is an account of this name already (``name``)."""

    code = "account_exists"


class PasswordWrong(WebError):
    """The password given is not the present one."""

    code = "password_wrong"


class PasswordWeak(WebError):
    """A new password is too short or too long.

    ``least`` is the number of characters that it must have.
    """

    code = "password_weak"


class PasswordsDiffer(PasswordWeak):
    """A new password was not typed the same twice."""

    code = "passwords_differ"


class TokenDaysWrong(WebError):
    """A token may not be valid for so many days (``most`` at most)."""

    code = "token_days"


class OwnAccount(WebError):
    """Nobody disables their own account."""

    code = "own_account"


class AccountNotFound(WebError):
    """There is no such account (``name``)."""

    code = "account_not_found"


class TokenNotFound(WebError):
    """There is no such token, or it is not the caller's (``id``)."""

    code = "token_not_found"


class UploadOffset(WebError):
    """What has come of an upload ends elsewhere (``received_bytes``)."""

    code = "upload_offset"


class UploadStalled(WebError):
    """The sender of a body fell silent (for ``seconds``)."""

    code = "upload_stalled"


class UploadIncomplete(WebError):
    """Not all of an upload has come (``received_bytes``, ``size_bytes``)."""

    code = "upload_incomplete"


class UploadAltered(WebError):
    """The bytes that came are not those of the announced ``sha256``."""

    code = "upload_altered"


class InternalFailure(WebError):
    """A fault of our own; the log tells more under the ``reference``."""

    code = "internal_failure"
