"""What can go wrong with a file, a document or the archive itself?

    ArchiveError
    ├── RefusedFile                  a fact about the file offered
    │   ├── EmptyFile                empty
    │   ├── FileTooLarge             too_large
    │   ├── UnsupportedFormat        unsupported_format
    │   │   └── NoDictionary         no_dictionary: neither plain text nor a table
    │   ├── DamagedFile              damaged
    │   ├── EncryptedFile            encrypted
    │   ├── ClassifiedDocument       classified
    │   ├── ExtractionTimedOut       extraction_timeout
    │   ├── ExtractionTooLarge       extraction_memory
    │   ├── ExtractionCrashed        extraction_crashed
    │   ├── ReadingCancelled         cancelled: by a person
    │   ├── UnreadablePath           unreadable_path
    │   ├── UnsafeMember             unsafe_member
    │   └── InvalidBatchLine         invalid_batch_line
    ├── NotFound                     a thing that is not there or not to be seen
    │   ├── DocumentNotFound         document_not_found
    │   ├── JobNotFound              job_not_found
    │   ├── AccessionNotFound        accession_not_found
    │   ├── UploadNotFound           upload_not_found
    │   ├── EntityNotFound           entity_not_found
    │   ├── DecisionNotFound         decision_not_found
    │   ├── CitationNotFound         citation_not_found
    │   ├── ReviewNotFound           review_not_found
    │   ├── SavedSearchNotFound      saved_search_not_found
    │   ├── SynonymsNotFound         synonyms_not_found
    │   ├── TermNotFound             term_not_found
    │   ├── TermChangeNotFound       term_change_not_found
    │   └── PageNotFound             page_not_found
    ├── StorageFailure               storage_failure: the disk or database failed
    │   ├── StorageFull              storage_full
    │   └── OriginalUnreadable       original_unreadable: to be tried again
    ├── ArchiveTooNew                archive_too_new: written by a later release
    ├── OcrMissing                   ocr_missing: the extra is not installed
    ├── AlreadyHeld                  already_held: these bytes are in the collection
    ├── UploadBusy                   upload_busy: a slice of it is still coming
    ├── BackupProblem                a copy that cannot be made or used
    │   ├── FolderNotEmpty           folder_not_empty
    │   ├── BagDamaged               bag_damaged
    │   ├── NotABackup               not_a_backup
    │   └── BackupElsewhere          backup_elsewhere: the database has its own tools
    ├── NoArchive                    no_archive: the folder is not there
    ├── BasketFull                   basket_full
    ├── TooManySaved                 too_many_saved
    ├── TermExists                   term_exists
    ├── TermsChanged                 terms_changed: somebody else changed them since
    │   └── TermsChangedSince        terms_changed_since: undo a later change first
    ├── ReviewProblem                a review that cannot be changed so
    │   ├── NotAMember               not_a_member
    │   ├── ReviewIsFinal            review_is_final
    │   ├── ReviewNotInReview        review_not_in_review
    │   ├── ReviewChanged            review_changed: somebody else saved meanwhile
    │   └── QuotationsUnproved       quotations_unproved
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


class NoDictionary(UnsupportedFormat):
    """A dictionary is plain text or a table of text (``media_type``)."""

    code = "no_dictionary"


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


class ReadingCancelled(RefusedFile):
    """A person said that the file shall not be read; its bytes are kept."""

    code = "cancelled"


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


class AccessionNotFound(NotFound):
    """No accession of this id is visible to the reader."""

    code = "accession_not_found"


class UploadNotFound(NotFound):
    """No upload of this id is the sender's, or it was given up (``upload_id``)."""

    code = "upload_not_found"


class EntityNotFound(NotFound):
    """No entity of this id is visible to the reader."""

    code = "entity_not_found"


class DecisionNotFound(NotFound):
    """No decision of this id is visible to the reader."""

    code = "decision_not_found"


class CitationNotFound(NotFound):
    """No citation of this id is visible to the reader."""

    code = "citation_not_found"


class ReviewNotFound(NotFound):
    """No review of this id is visible to the reader."""

    code = "review_not_found"


class SavedSearchNotFound(NotFound):
    """Nobody but its owner may see a saved search, and this one is not theirs."""

    code = "saved_search_not_found"


class SynonymsNotFound(NotFound):
    """There are no synonyms of this id."""

    code = "synonyms_not_found"


class TermNotFound(NotFound):
    """There is no such term (``id``)."""

    code = "term_not_found"


class TermChangeNotFound(NotFound):
    """There is no such change of terms (``id``)."""

    code = "term_change_not_found"


class TermExists(ArchiveError):
    """There is a term of this name already (``name``)."""

    code = "term_exists"


class TermsChanged(ArchiveError):
    """Somebody else changed the terms meanwhile (``name`` is one of them)."""

    code = "terms_changed"


class TermsChangedSince(TermsChanged):
    """A change cannot be undone before a ``later`` one (``name`` is a term of both)."""

    code = "terms_changed_since"


class PageNotFound(NotFound):
    """The document has no such page."""

    code = "page_not_found"


class StorageFailure(ArchiveError):
    """The disk or the database failed; nothing was acknowledged."""

    code = "storage_failure"


class StorageFull(StorageFailure):
    """No space is left on the disk; nothing was acknowledged."""

    code = "storage_full"


class OriginalUnreadable(StorageFailure):
    """The disk does not give the bytes of a kept original (``sha256``)."""

    code = "original_unreadable"


class ArchiveTooNew(ArchiveError):
    """The data folder was written by a later release (``found``, ``known``)."""

    code = "archive_too_new"


class OcrMissing(ArchiveError):
    """Scans cannot be read: the optional part for OCR is not installed."""

    code = "ocr_missing"


class AlreadyHeld(ArchiveError):
    """The collection holds these bytes already (``document_id``, ``version``)."""

    code = "already_held"


class UploadBusy(ArchiveError):
    """A slice of the upload is still being sent; another must wait."""

    code = "upload_busy"


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


class BasketFull(ArchiveError):
    """A basket holds as much as it may (``limit``)."""

    code = "basket_full"


class NoArchive(ArchiveError):
    """There is no data folder at ``path``, and the command makes none."""

    code = "no_archive"


class TooManySaved(ArchiveError):
    """One person keeps no more searches than ``limit``."""

    code = "too_many_saved"


class ReviewProblem(ArchiveError):
    """A review cannot be changed as asked; nothing was changed."""

    code = "review_problem"


class NotAMember(ReviewProblem):
    """Only members of a review write in it."""

    code = "not_a_member"


class ReviewIsFinal(ReviewProblem):
    """A final review is never changed."""

    code = "review_is_final"


class ReviewNotInReview(ReviewProblem):
    """Only a review that is in review is made final."""

    code = "review_not_in_review"


class ReviewChanged(ReviewProblem):
    """Another revision was saved meanwhile; the text sent is kept aside.

    ``revision`` is the last one, ``aside`` the number under which the text is kept.
    """

    code = "review_changed"


class QuotationsUnproved(ReviewProblem):
    """Quotations are neither exact nor folded, and no reason is given (``quotes``)."""

    code = "quotations_unproved"


class InvalidInput(ArchiveError):
    """A value is out of its range (``field``, ``value``)."""

    code = "invalid_input"
