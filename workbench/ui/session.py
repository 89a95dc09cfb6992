"""What every page shares: the language it speaks, who sits at it, and the database behind it."""

from __future__ import annotations

import getpass
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import date as calendar_date
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.concurrency import run_in_threadpool
from streamlit import config

from workbench import calendars, i18n, login
from workbench.access import Person, Right, Role, least
from workbench.errors import WorkbenchError
from workbench.languages import Language, find, targets, translate_digits
from workbench.model import Finding
from workbench.store import Store
from workbench.ui import look, show, who
from workbench.ui.work import Work


def begin() -> None:
    """Set the page up; the first thing every run does."""
    st.set_page_config(page_title=_("Workbench"), page_icon=look.icon(), layout="wide")
    st.html(look.style(find(language()), upload=_("Choose files")))


def allow_hosts() -> None:
    """Answer only to the names this machine is called by, so that no other site can pose as it.

    `WORKBENCH_HOSTS` names them where the workbench is served to a house; `*` is any.
    """
    named = os.environ.get("WORKBENCH_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    public = urlsplit(os.environ.get(login.ADDRESS, "")).hostname
    config.set_option(
        "server.allowedHosts", [host.strip() for host in named] + ([public] if public else [])
    )


def pages(**page: Callable[[], None]) -> list[Any]:
    """The pages by name, the first of them the home; kept so that they can be linked to."""
    titles = {
        "desk": _("Desk"),
        "editor": _("Editor"),
        "terms": _("Glossary"),
        "memories": _("Memory"),
        "quality": _("Quality"),
        "settings": _("Settings"),
        "people": _("People"),
    }
    made = {
        name: st.Page(function, title=titles[name], url_path=name, default=not index)
        for index, (name, function) in enumerate(page.items())
    }
    st.session_state["pages"] = made
    return list(made.values())


def language() -> str:
    """The code of the language spoken here; it stands in the address, so a reload keeps it."""
    if "language" not in st.session_state:
        asked = st.query_params.get("lang", "en")
        st.session_state["language"] = asked if asked in i18n.languages() else "en"
    return str(st.session_state["language"])


def _(message: str) -> str:
    """An English text of the workbench in the language of the person reading."""
    return i18n.gettext(language())(message)


def told(finding: Finding) -> str:
    """What a check says, in the language of the person reading."""
    return i18n.told(finding.said, finding.message, language=language())


def ngettext(singular: str, plural: str, count: int, shown: str = "") -> str:
    """The text that fits a count, with the count, or what is `shown` of it, for `{count}`."""
    text = i18n.catalogue(language()).ngettext(singular, plural, count)
    return text.format(count=shown or number(count))


def number(value: int) -> str:
    """A whole number in the digits of the language."""
    return translate_digits(f"{value:,}", language()).replace(",", "٬" if rtl() else ",")


def digits(text: str) -> str:
    """A clock or another figure, in the digits of the reader."""
    return translate_digits(text, language())


def percent(share: float) -> str:
    """A share of 1 in whole percent, in the digits of the reader."""
    return translate_digits(f"{share:.0%}", language()).replace("%", "٪" if rtl() else "%")


def decimal(value: float) -> str:
    """A number with one decimal, in the digits of the reader."""
    return translate_digits(f"{value:.1f}", language()).replace(".", "٫" if rtl() else ".")


def date(moment: calendar_date) -> str:
    """A day as newspapers of the language write it."""
    local = moment.astimezone() if isinstance(moment, datetime) else moment
    return f"{day(local)} {translate_digits(str(local.year), language())}"


def solar(moment: calendar_date) -> str:
    """A day in the Solar Hijri calendar, in the reader's language; empty where it has none."""
    local = moment.astimezone().date() if isinstance(moment, datetime) else moment
    names = calendars.MONTHS.get(language(), calendars.MONTHS["prs"])
    try:
        year, month, number_ = calendars.to_solar(local)
    except ValueError:
        return ""
    return translate_digits(f"{number_} {names[month - 1]} {year}", language())


def day(moment: calendar_date) -> str:
    """A day of a year that is known."""
    months = find(language()).months
    month = months[moment.month - 1] if months else moment.strftime("%B")
    return f"{translate_digits(str(moment.day), language())} {month}"


def rtl() -> bool:
    """Whether the workbench is read from right to left."""
    return find(language()).direction == "rtl"


def language_name(code: str) -> str:
    """The name of a language, in the language of the person reading."""
    names = {
        "en": _("English"),
        "prs": _("Dari"),
        "ps": _("Pashto"),
        "fa": _("Persian"),
        "ur": _("Urdu"),
        "ar": _("Arabic"),
    }
    return names.get(code, code)


def person() -> Person:
    """Who is working, and what they may do now: whoever signed in, or the person of this machine.

    Where people sign in and nobody has, it is somebody without a role.
    """
    if not who.guarded():
        return Person(_typed())
    return who.signed_in(store()) or Person("", "", None)


def may(right: Right) -> bool:
    """Whether the person at this page may do a thing: asked when it is drawn and when done."""
    return person().may(right)


def require(right: Right) -> None:
    """Go on only when the person at this page may do a thing. Raises WorkbenchError."""
    if not may(right):
        raise WorkbenchError(
            f"This is for colleagues who are {least(right)} or above. Ask one of them."
        )


def note(action: str, subject: str, detail: str = "") -> None:
    """Write into the log what the person at this page has done."""
    store().note(person(), action, subject, detail)


def author() -> str:
    """What signs the work done at this page."""
    return person().name


def asker() -> str:
    """What the queue of the machine's work knows them by."""
    one = person()
    return one.mail or one.name


def _typed() -> str:
    """What they wrote in the header, or else the name of their account."""
    st.session_state.setdefault("author", st.query_params.get("by", ""))
    return str(st.session_state["author"] or "").strip() or _account()


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return _("translator")


def store() -> Store:
    """The database; when it cannot be opened the page says so and ends here."""
    try:
        return opened_store()
    except WorkbenchError as error:
        problem(error)
        st.stop()
        raise


def opened_store() -> Store:
    """The database, opened once in this process. Raises WorkbenchError when it cannot be."""
    return _opened(os.environ.get("WORKBENCH_DATABASE_URL", ""))


@st.cache_resource(show_spinner=False)
def _opened(where: str) -> Store:
    return Store(where or None)


def work() -> Work:
    """The machine's work on the documents of this database."""
    return _worked(os.environ.get("WORKBENCH_DATABASE_URL", ""))


@st.cache_resource(show_spinner=False)
def _worked(where: str) -> Work:
    return Work(_opened(where))


@asynccontextmanager
async def working(_app: st.App) -> AsyncIterator[None]:
    """While the server runs: what it left behind when it was stopped is taken up at its start.

    A database that cannot be opened is told on the pages.
    """
    with suppress(WorkbenchError):
        await run_in_threadpool(lambda: work().start())
    yield
    with suppress(WorkbenchError):
        await run_in_threadpool(lambda: work().stop())


def problem(error: WorkbenchError | str) -> None:
    """Say what went wrong; a file's name in it is text, whatever it looks like."""
    st.error(show.plain(str(error)), icon=":material/error:")


def later(error: WorkbenchError | str) -> None:
    """Say it at the top of the next run: for what happens just before one."""
    problems = st.session_state.setdefault("problems", [])
    if str(error) not in problems:
        problems.append(str(error))


def header(here: str) -> None:
    """The strip at the top: the pages, the languages, the person."""
    _remember()
    with st.container(
        key="masthead", horizontal=True, vertical_alignment="center", gap="medium", wrap=True
    ):
        st.html(f'<div class="brand">{show.escaped(_("Workbench"))}</div>', width="content")
        for name, page in st.session_state["pages"].items():
            if name == "people" and not (who.guarded() and may(Right.PEOPLE)):
                continue
            with st.container(
                key=f"nav-{name}-{'here' if name == here else 'there'}", width="content"
            ):
                st.page_link(page, label=page.title, query_params=_address(name))
        st.space("stretch")
        _language_switch()
        if who.guarded():
            _signed_in(person())
        else:
            st.text_input(
                _("Your name"),
                key="author",
                placeholder=_account(),
                help=_("Signs your edits in the history of a segment."),
                label_visibility="collapsed",
                width=150,
                persist_state="session",
            )
    for message in st.session_state.pop("problems", []):
        problem(message)


def strip() -> None:
    """The strip at the top of a page for somebody who is not let in yet."""
    _remember()
    with st.container(
        key="masthead", horizontal=True, vertical_alignment="center", gap="medium", wrap=True
    ):
        st.html(f'<div class="brand">{show.escaped(_("Workbench"))}</div>', width="content")
        st.space("stretch")
        _language_switch()


def _signed_in(one: Person) -> None:
    """Who it is, and the way out."""
    with st.popover(show.plain(one.name), key="person", icon=":material/person:"):
        st.html(show.paragraph(one.mail, "told"))
        st.html(show.paragraph(role_name(one.role), "told"))
        st.button(_("Sign out"), key="sign-out", on_click=_sign_out, args=(one,), width="stretch")


def _sign_out(one: Person) -> None:
    store().left(one)
    st.logout()


def role_name(role: Role | None) -> str:
    """The name of a role, in the language of the person reading."""
    names = {
        Role.TRANSLATOR: _("translator"),
        Role.REVIEWER: _("reviewer"),
        Role.EDITOR: _("editor"),
        Role.ADMIN: _("admin"),
        None: _("no role yet"),
    }
    return names[role]


def _language_switch() -> None:
    st.segmented_control(
        _("Language of the workbench"),
        i18n.languages(),
        format_func=lambda code: find(code).autonym,
        key="language_choice",
        default=language(),
        required=True,
        on_change=_switch,
        label_visibility="collapsed",
    )


def _switch() -> None:
    st.session_state["language"] = st.session_state["language_choice"]


def _remember() -> None:
    """Keep in the address what a reload would lose."""
    for name, value in {"lang": language() if language() != "en" else "", "by": _named()}.items():
        if value and st.query_params.get(name) != value:
            st.query_params[name] = value
        elif not value and name in st.query_params:
            del st.query_params[name]


def _named() -> str:
    if who.guarded():
        return ""
    return _typed() if _typed() != _account() else ""


def address() -> dict[str, str]:
    """What every link carries along."""
    kept = {"lang": language() if language() != "en" else "", "by": _named()}
    return {name: value for name, value in kept.items() if value}


def _address(page: str) -> dict[str, str]:
    """What a link to a page carries along."""
    kept = address()
    if page == "editor":
        kept["doc"] = str(st.session_state.get("document", "") or "")
    return {name: value for name, value in kept.items() if value}


def go(page: str, *, document: int | None = None, segment: str = "", only: str = "") -> None:
    """Turn to a page; to a segment of a document when they are named.

    `only` names what the editor's list begins with.
    """
    if document is not None:
        st.session_state["document"] = document
    wanted = _address(page) | {
        name: value for name, value in {"seg": segment, "only": only}.items() if value
    }
    st.switch_page(st.session_state["pages"][page], query_params=wanted)


def target_choice(key: str) -> str:
    """A box to choose a target language from; the empty code is all of them."""
    names = {"": _("All languages")} | {one.code: language_name(one.code) for one in targets()}
    chosen = st.selectbox(
        _("Translated into"),
        list(names),
        format_func=names.__getitem__,
        key=key,
        label_visibility="collapsed",
        width=150,
    )
    return chosen or ""


def targets_named(languages: tuple[Language, ...]) -> dict[str, str]:
    """Target languages by code, each with its name here, and its own where scripts differ."""
    own = "" if rtl() else " · {}"
    return {one.code: language_name(one.code) + own.format(one.autonym) for one in languages}
