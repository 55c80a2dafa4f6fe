"""The pages that anybody may read without signing in. Off unless the rules of the place open them; what is not published is not there."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from supervision import public

PAGE, WORDS = 20, 60


def outside(view):
    """A page for everybody: of an open place, read only, never kept by a cache, so that what is taken back is gone at once."""

    def shown(request, code, **key):
        found = public.open_place(code)
        if found is None:
            raise Http404
        return view(request, *found, **key)

    return login_not_required(never_cache(require_safe(shown)))


@outside
def index(request, place, rules):
    """What the place has published: how many of each kind, the cases page by page, looked for by words."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:WORDS]
    page = Paginator(public.cases(place, rules, words), PAGE).get_page(request.GET.get("page"))
    context = {"place": place, "page": page, "words": words}
    context |= {"appraisals": public.appraisals(place, rules), "awards": public.awards(place, rules)}
    return render(request, "supervision/public/index.html", context)


@outside
def case(request, place, rules, public_id):
    """The published texts of one case."""
    texts = list(public.texts(place, rules, public_id))
    if not texts:
        raise Http404
    return render(request, "supervision/public/case.html", {"place": place, "texts": texts, "title": texts[0].title})


@outside
def appraisal(request, place, rules, public_id):
    """The published result of one appraisal."""
    row = get_object_or_404(public.appraisals(place, rules), public_id=public_id)
    context = {"place": place, "row": row, "results": public.results(row)}
    return render(request, "supervision/public/result.html", context)


@outside
def award(request, place, rules, public_id):
    """The published result of one award."""
    row = get_object_or_404(public.awards(place, rules), public_id=public_id)
    context = {"place": place, "row": row, "names": public.commended(row, public.cases(place, rules))}
    return render(request, "supervision/public/result.html", context)
