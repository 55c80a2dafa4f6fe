"""The REST API: one router over all rooms, its schema and its documentation page."""

from rest_framework.routers import SimpleRouter

router = SimpleRouter()
urlpatterns = router.urls
