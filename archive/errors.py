"""What can go wrong with a file, a document or the archive itself?

    ArchiveError
    ├── RefusedFile                  a fact about the file offered
    │   ├── EmptyFile                empty
    │   ├── FileTooLarge             too_large
    │   ├── UnsupportedFormat        unsupported_format
    │   ├── DamagedFile              damaged
    │   ├── EncryptedFile            encrypted
    │   ├── ClassifiedDocument       classified
    │   ├── ExtractionTimedOut       extraction_timeout
    │   ├── ExtractionTooLarge       extraction_memory
    │   ├── ExtractionCrashed        extraction_crashed
    │   ├── UnreadablePath           unreadable_path
    │   ├── UnsafeMember             unsafe_member
    │   └── InvalidBatchLine         invalid_batch_line
    ├── NotFound                     a thing that is not there or not to be seen
    │   ├── DocumentNotFound         document_not_found
    │   ├── JobNotFound              job_not_found
    │   ├── EntityNotFound           entity_not_found
    │   ├── DecisionNotFound         decision_not_found
    │   └── PageNotFound             page_not_found
    ├── StorageFailure               storage_failure: the disk or database failed
    │   └── StorageFull              storage_full
    ├── ArchiveTooNew                archive_too_new: written by a later release
    ├── BackupProblem                a copy that cannot be made or used
    │   ├── FolderNotEmpty           folder_not_empty
    │   ├── BagDamaged               bag_damaged
    │   ├── NotABackup               not_a_backup
    │   └── BackupElsewhere          backup_elsewhere: the database has its own tools
    └── InvalidInput                 invalid_input: a value out of its range

Classes carry a code and facts; words for people stand in one table elsewhere.
"""

from collections.abc import Mapping
from typing import ClassVar


class ArchiveError(Exception):
    """Any failure with a code; ``details`` are facts that fill its sentence."""

    code: ClassVar[str] = "archive_error"

    def __init__(self, **details: object) -> None:
        super().__init__(self.code, details)
        self.details: Mapping[str, object] = details


class RefusedFile(ArchiveError):
    """A file cannot be taken in; the reason is a fact about the file."""

    code = "refused_file"


class EmptyFile(RefusedFile):
    """The file has no bytes, or nothing but white space."""

    code = "empty"


class FileTooLarge(RefusedFile):
    """The file is over the size limit (``size_bytes``, ``limit_bytes``)."""

    code = "too_large"


class UnsupportedFormat(RefusedFile):
    """No extractor reads this kind of file (``media_type``)."""

    code = "unsupported_format"


class DamagedFile(RefusedFile):
    """The file is not whole or not what its kind demands (``media_type``)."""

    code = "damaged"


class EncryptedFile(RefusedFile):
    """The file opens only with a password."""

    code = "encrypted"


class ClassifiedDocument(RefusedFile):
    """The letterhead bears a classification 密级 (``classification``)."""

    code = "classified"


class ExtractionTimedOut(RefusedFile):
    """Reading took longer than allowed (``seconds``)."""

    code = "extraction_timeout"


class ExtractionTooLarge(RefusedFile):
    """Reading needed more memory than allowed."""

    code = "extraction_memory"


class ExtractionCrashed(RefusedFile):
    """The reading process ended without an answer."""

    code = "extraction_crashed"


class UnreadablePath(RefusedFile):
    """A path cannot be opened or is no regular file (``path``)."""

    code = "unreadable_path"


class UnsafeMember(RefusedFile):
    """A member of a ZIP has a name that could do harm (``name``)."""

    code = "unsafe_member"


class InvalidBatchLine(RefusedFile):
    """A line of a batch is not the JSON object it should be (``line``, ``field``)."""

    code = "invalid_batch_line"


class NotFound(ArchiveError):
    """A thing is not there, or the reader may not know that it is."""

    code = "not_found"


class DocumentNotFound(NotFound):
    """No document of this id is visible to the reader."""

    code = "document_not_found"


class JobNotFound(NotFound):
    """No job of this id is visible to the reader."""

    code = "job_not_found"


class EntityNotFound(NotFound):
    """No entity of this id is visible to the reader."""

    code = "entity_not_found"


class PageNotFound(NotFound):
class DecisionNotFound(NotFound):
    """No decision of this id is visible to the reader."""

    code = "decision_not_found"


    """The document has no such page."""

    code = "page_not_found"


class StorageFailure(ArchiveError):
    """The disk or the database failed; nothing was acknowledged."""

    code = "storage_failure"


class StorageFull(StorageFailure):
    """No space is left on the disk; nothing was acknowledged."""

    code = "storage_full"


class ArchiveTooNew(ArchiveError):
    """The data folder was written by a later release (``found``, ``known``)."""

    code = "archive_too_new"


class BackupProblem(ArchiveError):
    """A copy of the archive cannot be made or used; nothing was changed."""

    code = "backup_problem"


class FolderNotEmpty(BackupProblem):
    """Where a copy should go there is something already (``path``)."""

    code = "folder_not_empty"


class BagDamaged(BackupProblem):
    """A copy is not what its list says (``path``, ``file``, ``faults``)."""

    code = "bag_damaged"


class NotABackup(BackupProblem):
    """A folder is no backup of an archive (``path``)."""

    code = "not_a_backup"


class BackupElsewhere(BackupProblem):
    """The database is not in the data folder; its own tools copy it."""

    code = "backup_elsewhere"


class InvalidInput(ArchiveError):
    """A value is out of its range (``field``, ``value``)."""

    code = "invalid_input"
