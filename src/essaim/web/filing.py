"""Files that people file, on whatever page: the form, the page, and how they are given back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.documents.enums import ACCEPT, LARGEST
from essaim.apps.documents.models import Document
from essaim.apps.documents.queries import content_of, document_by_uid, documents_of
from essaim.engine.errors import EssaimError, UnreadableFile
from essaim.engine.language import gettext
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy as _
from essaim.web.acting import acting
from essaim.web.documents.answers import at_once
from essaim.web.sure import asked_first


class DocumentForm(forms.Form):
    """A file to file."""

    title = forms.CharField(label=_("Intitulé"), max_length=200)
    file = forms.FileField(
        label=_("Fichier"), max_length=200, widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("PDF, ODT, ODS, DOCX, XLSX, PNG ou JPEG, sans macros ; au plus 10 Mo."),
    )  # fmt: skip

    def clean_file(self) -> object:
        """A bounded size: the rest is for the room of documents to say."""
        return bounded(self.cleaned_data["file"])


def bounded(file: Any) -> Any:
    """A file that was sent, when it is not too large to be read; None where none was.

    Raises:
        ValidationError: it is.
    """
    if file is not None and file.size > LARGEST:
        raise forms.ValidationError(gettext("Le fichier est trop gros (plus de 10 Mo)."))
    return file


def attachment(document: Document) -> HttpResponse:
    """A filed document as an attachment, which no browser opens as a page.

    Raises:
        Http404: the file is no longer there.
    """
    try:
        content = content_of(document)
    except UnreadableFile as lost:
        raise Http404 from lost
    # The name on the disk of whoever filed it may hold anything: what is sent is the kind's own ending.
    name = f"{document.uid}.{document.file_name.rpartition('.')[2].lower()}"
    return at_once(content, document.media, name)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is filed for one thing, and its page.

    Attributes:
        kind, key: of the thing, as documents name it.
        withdraw: the action that erases (document, by, at).
        file: the one that files (title, file_name, content, by, at); None: files come by another form.
        back, back_label: where the crumb leads. address: of this page; given: the address of one document.
        lead: what to know before filing; title: proposed for the next one.
        heading: of the page, "" for documents. closed: why nothing is filed nor withdrawn any more, "" when it may be.
    """

    kind: str
    key: str
    withdraw: Callable[..., object]
    back: str
    back_label: str
    address: str
    given: Callable[[Document], str]
    file: Callable[..., object] | None = None
    lead: str = ""
    title: str = ""
    heading: str = ""
    closed: str = ""

    @property
    def is_filled_here(self) -> bool:
        """Whether documents are filed on its own page. (A template would call the action to know.)"""
        return self.file is not None

    def documents(self) -> list[tuple[Document, str]]:
        """Each document with its address."""
        return [(one, self.given(one)) for one in documents_of(self.kind, self.key)]


def shelf_page(request: HttpRequest, shelf: Shelf) -> HttpResponse:
    """File and withdraw documents; what is refused stands on the form."""
    by, at = acting(request), timezone.now()
    if request.POST.get("do") == "remove":
        return withdrawn(request, shelf)
    form, file_it = (
        DocumentForm(request.POST or None, request.FILES or None, initial={"title": shelf.title}),
        shelf.file,
    )
    if request.method == "POST" and file_it is not None and form.is_valid():
        file, title = form.cleaned_data["file"], form.cleaned_data["title"]
        filed = attempt(
            form, lambda: file_it(title=title, file_name=file.name, content=file.read(), by=by, at=at), "file"
        )
        if filed is not None:
            messages.success(request, gettext("Le document est joint."))
            return redirect(shelf.address)
    return render(request, "web/documents.html", {"shelf": shelf, "form": form, "documents": shelf.documents()})


def removing(document: Document) -> str:
    """The question before a document is removed."""
    return gettext("Retirer « %(title)s » ?") % {"title": document.title}


def not_found_again() -> str:
    """What removing a document does."""
    return gettext("Le fichier est effacé et ne se retrouve pas ; l'historique garde son titre.")


def shelved(kind: str, key: str, uid: str) -> Document:
    """A document filed for one thing.

    Raises:
        Http404: there is none, or it is another thing's.
    """
    found = document_by_uid(uid.replace("\0", ""))
    if found is None or (found.owner_kind, found.owner_key) != (kind, key):
        raise Http404
    return found


def withdrawn(request: HttpRequest, shelf: Shelf) -> HttpResponse:
    """Withdraw the document that the page names, asked first."""
    found = shelved(shelf.kind, shelf.key, request.POST.get("document", ""))
    asked = asked_first(
        request, title=removing(found), lead=not_found_again(), back=shelf.address, back_label=shelf.back_label
    )
    if asked is not None:
        return asked
    try:
        shelf.withdraw(document=found, by=acting(request), at=timezone.now())
    except EssaimError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, gettext("Le document est retiré."))
    return redirect(shelf.address)
