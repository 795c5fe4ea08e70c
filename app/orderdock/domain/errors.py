"""Everything that can go wrong, as one tree.

    OrderdockError
    ├── WrongUsage              the command or its values make no sense
    ├── PersonCancelled         somebody pressed Cancel
    ├── NeedsPerson             goes on only with a person
    │   ├── SignInNeeded        the saved access is no longer accepted
    │   ├── MissingAnswer       a question, and nobody there to answer it
    │   ├── CodeNeeded          a retailer asks for an MFA code
    │   └── VaultLocked         keyring or passphrase is needed to read the saved access
    ├── ProviderError           what a provider did
    │   ├── Unreachable         no answer, reset, timed out             (retryable)
    │   ├── ProviderDown        answers 5xx                              (retryable)
    │   ├── RateLimited         asks us to wait                          (retryable)
    │   ├── UnexpectedAnswer    HTML, a cut body, a shape we do not know
    │   ├── NotAllowed          403: a permission is missing
    │   ├── NotThere            404
    │   └── Rejected            any other refusal, with the provider's code
    ├── Refused                 a typed value was refused (field and sentence); the form comes back
    ├── OtherAccount            a repair signed in to a different account
    ├── AlreadySyncing          another process holds the connection's lock
    ├── NoSuchConnection        nothing goes by that id or name
    ├── TargetUnwritable        an export file cannot be written (full disk, read-only, folder)
    ├── DataFolderTrouble       the profile cannot be used (newer version, damaged, no space)
    └── UnreadableRecord        one record of a page could not be understood; it is set aside

`str(error)` is what a person reads: what is so, then what to do next.
"""

from datetime import datetime
from typing import ClassVar


class OrderdockError(Exception):
    """One plain sentence (`says`), one next step (`next_step`, may be empty), a stable `code`."""

    code: ClassVar[str] = "failed"
    exit_code: ClassVar[int] = 1
    retryable: ClassVar[bool] = False

    def __init__(self, says: str, next_step: str = "", *, code: str | None = None) -> None:
        super().__init__(says)
        self.says = says
        self.next_step = next_step
        self.error_code = code or self.code

    def __str__(self) -> str:
        return f"{self.says} {self.next_step}".strip()


class WrongUsage(OrderdockError):
    """The command line, a filter or a file of answers cannot be understood."""

    code = "wrong_usage"
    exit_code = 2


class PersonCancelled(OrderdockError):
    """The person pressed Cancel, Ctrl+C, or closed the input."""

    code = "cancelled"
    exit_code = 130

    still_needed: "NeedsPerson | None" = None
    """What is so all the same, when a question was cancelled that must be answered some day."""

    def __init__(self, says: str = "Cancelled.", next_step: str = "") -> None:
        super().__init__(says, next_step)


class NeedsPerson(OrderdockError):
    """Work stopped at a point where only a person can go on."""

    code = "needs_you"
    exit_code = 3


class SignInNeeded(NeedsPerson):
    """The provider no longer accepts the saved access, or none is saved."""

    code = "sign_in_needed"


class MissingAnswer(NeedsPerson):
    """A question was asked and there is nobody, or no answer in the file, for `key`."""

    code = "missing_answer"

    def __init__(self, says: str, next_step: str = "", *, key: str = "") -> None:
        super().__init__(says, next_step)
        self.key = key


class CodeNeeded(NeedsPerson):
    """A retailer asks for a code, and nobody was there to enter it."""

    code = "code_needed"


class VaultLocked(NeedsPerson):
    """The saved access cannot be opened: no keyring, a locked one, or no passphrase."""

    code = "vault_locked"


class ProviderError(OrderdockError):
    """Base of all that a provider can do to us."""

    code = "provider_error"


class Unreachable(ProviderError):
    """No answer at all: refused, reset, timed out."""

    code = "unreachable"
    retryable = True


class ProviderDown(ProviderError):
    """The provider answers 5xx."""

    code = "provider_down"
    retryable = True


class RateLimited(ProviderError):
    """The provider asks us to wait `retry_after` seconds (None: it did not say)."""

    code = "rate_limited"
    retryable = True

    def __init__(
        self,
        says: str,
        next_step: str = "",
        *,
        retry_after: float | None = None,
        until: datetime | None = None,
    ) -> None:
        super().__init__(says, next_step)
        self.retry_after = retry_after
        self.until = until


class UnexpectedAnswer(ProviderError):
    """The answer is not what the API promises; nothing of it is used."""

    code = "unexpected_answer"


class NotAllowed(ProviderError):
    """Signed in, but this is not permitted."""

    code = "not_allowed"


class NotThere(ProviderError):
    """The thing asked for does not exist at the provider."""

    code = "not_there"


class Rejected(ProviderError):
    """The provider refused the request.

    `provider_code` is its own word, for the connector to interpret.
    """

    code = "rejected"

    def __init__(
        self, says: str, next_step: str = "", *, provider_code: str = "", status: int = 0
    ) -> None:
        super().__init__(says, next_step)
        self.provider_code = provider_code
        self.status = status


class Refused(OrderdockError):
    """A typed value was refused: show the same form again with the sentence at the field."""

    code = "refused"

    def __init__(self, field: str, says: str, next_step: str = "") -> None:
        super().__init__(says, next_step)
        self.field = field


class OtherAccount(OrderdockError):
    """A repair signed in to another account than the connection belongs to."""

    code = "other_account"


class AlreadySyncing(OrderdockError):
    """Another process is syncing this connection."""

    code = "already_syncing"


class NoSuchConnection(OrderdockError):
    """No connection or link goes by that id or name."""

    code = "no_such_connection"
    exit_code = 2


class TargetUnwritable(OrderdockError):
    """The export target cannot be written; the old file is untouched."""

    code = "target_unwritable"


class DataFolderTrouble(OrderdockError):
    """The profile's folder or database cannot be used."""

    code = "data_folder"


class UnreadableRecord(OrderdockError):
    """One record could not be understood; the page goes on without it."""

    code = "unreadable_record"
