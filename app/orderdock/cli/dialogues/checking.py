"""What was typed, piped or sent for a step: made into answers, or refused field by field."""

import uuid
from collections.abc import Mapping
from dataclasses import replace

from orderdock.auth.steps import (
    Answer,
    Answers,
    BrowserPage,
    Choice,
    Field,
    FieldKind,
    Form,
    Option,
    Step,
)
from orderdock.domain.errors import Refused
from orderdock.domain.secret import Secret

SECRET_KINDS = frozenset({FieldKind.PASSWORD, FieldKind.CODE})
SECRET_KEYS = frozenset(
    {"password", "passphrase", "client_secret", "access_token", "token", "mfa_code", "redirect_url"}
)
YES = frozenset({"true", "yes", "y", "1"})
NO = frozenset({"false", "no", "n", "0", ""})


class RefusedAnswers(Exception):
    """Some values do not fit; `sentences` says why, by field key."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        super().__init__("the answers do not fit")
        self.sentences = dict(sentences)


def fields_of(step: Step) -> tuple[Field, ...]:
    """The fields of a step; a browser page has one, for the address to paste back."""
    match step:
        case Form():
            return step.fields
        case Choice():
            return (step.field,)
        case BrowserPage():
            return (
                Field(
                    "redirect_url",
                    "Address the browser ended on",
                    required=False,
                    error=step.error,
                ),
            )


def with_errors(step: Step, sentences: Mapping[str, str]) -> Step:
    """The same step with a sentence at each field that was refused."""
    match step:
        case Form():
            fields = tuple(replace(f, error=sentences.get(f.key)) for f in step.fields)
            return replace(step, fields=fields)
        case Choice():
            return replace(step, field=replace(step.field, error=sentences.get(step.field.key)))
        case BrowserPage():
            return replace(step, error=sentences.get("redirect_url"))


def is_secret(field: Field) -> bool:
    """Whether what goes into the field is never shown again."""
    return field.kind in SECRET_KINDS or field.key in SECRET_KEYS


def read_answers(step: Step, values: Mapping[str, object]) -> Answers:
    """Make `values` (field key -> JSON value) the answers of `step`. Raises RefusedAnswers.

    A field left out, or null, gets its default. Keys the step does not ask for are ignored.
    """
    answers: dict[str, Answer] = {}
    sentences: dict[str, str] = {}
    for field in fields_of(step):
        try:
            answer = read_answer(field, values.get(field.key))
        except Refused as refused:
            sentences[field.key] = str(refused)
        else:
            if answer is not None:
                answers[field.key] = answer
    if sentences:
        raise RefusedAnswers(sentences)
    return Answers(answers)


def read_answer(field: Field, value: object) -> Answer | None:
    """One value as the field's kind wants it; None when it is left out. Raises Refused."""
    if value is None and not is_secret(field):
        value = field.default
    if field.kind is FieldKind.BOOL:
        return _yes_or_no(field, value)
    if field.kind is FieldKind.CHOICES:
        return _several(field, value)
    text = _text(field, value)
    if not text.strip():
        if field.required:
            raise Refused(field.key, f"{field.label} is needed.")
        return None
    match field.kind:
        case FieldKind.PASSWORD:
            return Secret(text)
        case FieldKind.CODE:
            return Secret("".join(text.split()))
        case FieldKind.CHOICE:
            return _chosen(field, text).value
        case FieldKind.UUID:
            return _uuid(field, text.strip())
        case _:
            return text.strip()


def _text(field: Field, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | float) or not isinstance(value, str | int):
        raise Refused(field.key, f"{field.label} must be text.")
    return str(value)


def _yes_or_no(field: Field, value: object) -> bool:
    text = str(value if value is not None else "").strip().lower()
    if text not in YES | NO:
        raise Refused(field.key, f"{field.label}: answer yes or no.")
    return text in YES


def _several(field: Field, value: object) -> tuple[str, ...] | None:
    items = value if isinstance(value, list | tuple) else _text(field, value).split(",")
    texts = [_text(field, item) for item in items]
    chosen = tuple(_chosen(field, text).value for text in texts if text.strip())
    if not chosen and field.required:
        raise Refused(field.key, f"{field.label}: choose at least one.")
    return chosen or None


def _chosen(field: Field, text: str) -> Option:
    """The option meant by `text`: its value, else its label in any case."""
    wanted = text.strip()
    same = [o for o in field.options if o.value == wanted]
    same = same or [o for o in field.options if o.label.casefold() == wanted.casefold()]
    if not same:
        choices = ", ".join(o.value for o in field.options[:12] if o.enabled)
        raise Refused(field.key, f"{wanted[:60]} is not one of the choices.", f"Use: {choices}.")
    if not same[0].enabled:
        why = same[0].why_not or f"{same[0].label} cannot be chosen."
        raise Refused(field.key, why)
    return same[0]


def _uuid(field: Field, text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise Refused(
            field.key, f"{field.label} has the form 8-4-4-4-12 figures and letters a to f."
        ) from None
