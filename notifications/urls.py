from django.urls import path

from notifications import views

app_name = "notifications"

# The mailbox of the demo speaks the reader's language, but its address has none.
machine_urlpatterns = [
    path("demo/mailbox/", views.demo_mailbox, name="demo-mailbox"),
    path("demo/mailbox/<int:pk>/", views.demo_mail, name="demo-mail"),
    path("demo/mailbox/<int:pk>/html/", views.demo_mail_html, name="demo-mail-html"),
]
